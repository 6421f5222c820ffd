package dev.dcore.kernel.transport;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// One component of a record: its number, its type and how it is got at. Here are those of one
/// value; what holds other records is [RecordCodec]'s.
abstract class Field<T> {
  /// A record has a handful of components; a decoder holds a place for each number.
  private static final int NUMBER_MAX = 32;

  final int number;
  final int tag;
  final int tagBytes;

  Field(int number, int wireType) {
    Invariant.check(number > 0 && number <= NUMBER_MAX, "field number " + number);
    this.number = number;
    this.tag = (number << 3) | wireType;
    this.tagBytes = CodedOutputStream.computeTagSize(number);
  }

  abstract int size(T record, NestedSizes sizes);

  abstract void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException;

  abstract void read(CodedInputStream in, RecordCodec.Values values) throws IOException;

  static final class NumberField<T> extends Field<T> {
    private final ToLongFunction<T> get;

    NumberField(int number, ToLongFunction<T> get) {
      super(number, WireFormat.WIRETYPE_VARINT);
      this.get = get;
    }

    @Override
    int size(T record, NestedSizes sizes) {
      long value = get.applyAsLong(record);
      return value == 0 ? 0 : tagBytes + CodedOutputStream.computeUInt64SizeNoTag(value);
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
      long value = get.applyAsLong(record);
      if (value != 0) {
        out.writeUInt64(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, RecordCodec.Values values) throws IOException {
      values.numbers[number] = in.readUInt64();
    }
  }

  static final class FixedField<T> extends Field<T> {
    private final ToLongFunction<T> get;

    FixedField(int number, ToLongFunction<T> get) {
      super(number, WireFormat.WIRETYPE_FIXED64);
      this.get = get;
    }

    @Override
    int size(T record, NestedSizes sizes) {
      return get.applyAsLong(record) == 0 ? 0 : tagBytes + Long.BYTES;
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
      long value = get.applyAsLong(record);
      if (value != 0) {
        out.writeFixed64(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, RecordCodec.Values values) throws IOException {
      values.numbers[number] = in.readFixed64();
    }
  }

  static final class TextField<T> extends Field<T> {
    private final Function<T, String> get;

    TextField(int number, Function<T, String> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.get = get;
    }

    @Override
    int size(T record, NestedSizes sizes) {
      String value = get.apply(record);
      return value.isEmpty() ? 0 : tagBytes + CodedOutputStream.computeStringSizeNoTag(value);
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
      String value = get.apply(record);
      if (!value.isEmpty()) {
        out.writeString(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, RecordCodec.Values values) throws IOException {
      values.objects[number] = in.readStringRequireUtf8();
    }
  }

  static final class BytesField<T> extends Field<T> {
    private final Function<T, byte[]> get;

    BytesField(int number, Function<T, byte[]> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.get = get;
    }

    @Override
    int size(T record, NestedSizes sizes) {
      byte[] value = get.apply(record);
      return value.length == 0 ? 0 : tagBytes + CodedOutputStream.computeByteArraySizeNoTag(value);
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
      byte[] value = get.apply(record);
      if (value.length > 0) {
        out.writeByteArray(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, RecordCodec.Values values) throws IOException {
      values.objects[number] = in.readByteArray();
    }
  }

  static final class IdField<T> extends Field<T> {
    private static final int BYTES = 16;
    private final Function<T, NodeId> get;

    IdField(int number, Function<T, NodeId> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.get = get;
    }

    @Override
    int size(T record, NestedSizes sizes) {
      return get.apply(record).equals(NodeId.NONE) ? 0 : tagBytes + 1 + BYTES;
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
      NodeId id = get.apply(record);
      if (!id.equals(NodeId.NONE)) {
        out.writeUInt32NoTag(tag);
        out.writeUInt32NoTag(BYTES);
        out.writeFixed64NoTag(id.high());
        out.writeFixed64NoTag(id.low());
      }
    }

    @Override
    void read(CodedInputStream in, RecordCodec.Values values) throws IOException {
      if (in.readUInt32() != BYTES) {
        throw new IllegalArgumentException("an id has 16 bytes");
      }
      values.objects[number] = new NodeId(in.readFixed64(), in.readFixed64());
    }
  }
}
