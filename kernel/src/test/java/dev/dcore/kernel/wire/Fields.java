package dev.dcore.kernel.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A body taken apart into its fields, to be put together again otherwise.
final class Fields {
  /// @param shape of what it holds, or null when that is no record
  private record Field(int tag, byte[] value, @Nullable Shape shape) {
    int number() {
      return WireFormat.getTagFieldNumber(tag);
    }
  }

  /// Something to add between the fields of every record, at every level.
  @FunctionalInterface
  interface Extra {
    void write(CodedOutputStream out) throws IOException;
  }

  private Fields() {}

  /// The same body, with this before, between and after all fields of all records in it.
  static byte[] withEverywhere(byte[] body, Shape shape, Extra extra) {
    return build(
        out -> {
          extra.write(out);
          for (Field field : parse(body, shape)) {
            Shape nested = field.shape;
            writeField(
                out,
                field.tag,
                nested == null ? field.value : withEverywhere(field.value, nested, extra));
            extra.write(out);
          }
        });
  }

  /// What one body without one of its fields is.
  ///
  /// @param record whose field it is
  record Lacking(String record, int field, byte[] body) {}

  /// The bodies that lack one field of one record each: every occurrence of its number there.
  static List<Lacking> withoutEach(byte[] body, Shape shape) {
    List<Lacking> all = new ArrayList<>();
    List<Field> fields = parse(body, shape);
    for (int number : fields.stream().map(Field::number).distinct().toList()) {
      byte[] rest =
          build(
              out -> {
                for (Field field : fields) {
                  if (field.number() != number) {
                    writeField(out, field.tag, field.value);
                  }
                }
              });
      all.add(new Lacking(shape.name(), number, rest));
    }
    for (int i = 0; i < fields.size(); i++) {
      int at = i;
      Shape nested = fields.get(i).shape;
      if (nested == null) {
        continue;
      }
      for (Lacking inner : withoutEach(fields.get(i).value, nested)) {
        byte[] changed =
            build(
                out -> {
                  for (int j = 0; j < fields.size(); j++) {
                    byte[] value = j == at ? inner.body : fields.get(j).value;
                    writeField(out, fields.get(j).tag, value);
                  }
                });
        all.add(new Lacking(inner.record, inner.field, changed));
      }
    }
    return all;
  }

  private static List<Field> parse(byte[] body, Shape shape) {
    List<Field> fields = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(body);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        byte[] value = readValue(in, tag);
        fields.add(new Field(tag, value, shape.nested().get(WireFormat.getTagFieldNumber(tag))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }

  private static byte[] readValue(CodedInputStream in, int tag) throws IOException {
    return switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
      case WireFormat.WIRETYPE_FIXED64 -> in.readRawBytes(Long.BYTES);
      default -> {
        long varint = in.readUInt64();
        yield build(out -> out.writeUInt64NoTag(varint));
      }
    };
  }

  private static void writeField(CodedOutputStream out, int tag, byte[] value) throws IOException {
    out.writeUInt32NoTag(tag);
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      out.writeUInt32NoTag(value.length);
    }
    out.writeRawBytes(value);
  }

  static byte[] build(Extra content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      content.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
