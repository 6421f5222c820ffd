package dev.dcore.kernel.transport;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.identity.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The bytes of one kind of record, in the Protocol Buffers encoding, from a schema that is data:
/// each component's field number, type and accessor. No message has encoding code of its own.
///
/// Numbers, flags and constants are varints, what is spread over 64 bits fixed, texts UTF-8, ids 16
/// bytes, nested records length-delimited, lists repeated. What has its zero value is left out. A
/// reader skips numbers that it does not know; a field is only ever added, under a number that was
/// never used.
///
/// Nested records must be there; all else defaults to zero, empty or [NodeId#NONE]. Thread-safe.
///
/// @param <T> the record
public final class RecordCodec<T> {
  private static final int FIELD_NUMBER_MAX = 32;

  /// A decoded element is larger than its bytes: this bounds what a hostile frame costs. Room for
  /// the full state of the largest cluster.
  private static final int LIST_ELEMENTS_MAX = 1 << 17;

  private final String name;
  private final Field<T>[] fields;
  private final @Nullable Field<T>[] byNumber;
  private final Function<Values, T> constructor;

  private RecordCodec(
      String name,
      Field<T>[] fields,
      @Nullable Field<T>[] byNumber,
      Function<Values, T> constructor) {
    this.name = name;
    this.fields = fields;
    this.byNumber = byNumber;
    this.constructor = constructor;
  }

  /// Begins a schema.
  ///
  /// @param name for error messages
  public static <T> Schema<T> of(String name) {
    return new Schema<>(name);
  }

  public byte[] encode(T record) {
    return encode(record, 0, 0).bytes();
  }

  /// @param before free bytes before the record, in the same array
  /// @param behind free bytes behind it
  Slice encode(T record, int before, int behind) {
    Sizes sizes = new Sizes();
    int size = size(record, sizes);
    byte[] bytes = new byte[before + size + behind];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, before, size);
    try {
      write(record, out, sizes);
    } catch (IOException e) {
      throw new IllegalStateException("an array that was measured is too small", e);
    }
    out.checkNoSpaceLeft();
    return new Slice(bytes, before, size);
  }

  /// @throws MalformedFrame for any bytes that are not such a record; never anything else
  public T decode(byte[] bytes) throws MalformedFrame {
    return decode(Slice.of(bytes));
  }

  /// @throws MalformedFrame for any bytes that are not such a record; never anything else
  public T decode(Slice slice) throws MalformedFrame {
    try {
      return read(CodedInputStream.newInstance(slice.bytes(), slice.offset(), slice.length()));
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedFrame(name + ": " + e.getMessage());
    }
  }

  private int size(T record, Sizes sizes) {
    int bytes = 0;
    for (Field<T> field : fields) {
      bytes += field.size(record, sizes);
    }
    return bytes;
  }

  private void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
    for (Field<T> field : fields) {
      field.write(record, out, sizes);
    }
  }

  private T read(CodedInputStream in) throws IOException {
    Values values = new Values(name, byNumber.length);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      Field<T> field = number < byNumber.length ? byNumber[number] : null;
      if (field != null && field.tag == tag) {
        field.read(in, values);
      } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP
          || !in.skipField(tag)) {
        throw new IllegalArgumentException("a group, which nobody writes");
      }
    }
    return constructor.apply(values);
  }

  /// What was read of one record, by field number; for its constructor.
  public static final class Values {
    private final String name;
    private final long[] numbers;
    private final @Nullable Object[] objects;

    private Values(String name, int size) {
      this.name = name;
      this.numbers = new long[size];
      this.objects = new Object[size];
    }

    public long number(int field) {
      return numbers[field];
    }

    /// @throws IllegalArgumentException when it does not fit
    public int integer(int field) {
      long number = numbers[field];
      if (number != (int) number) {
        throw new IllegalArgumentException("a number is out of range");
      }
      return (int) number;
    }

    public boolean flag(int field) {
      return numbers[field] != 0;
    }

    public String text(int field) {
      return objects[field] instanceof String text ? text : "";
    }

    public byte[] bytes(int field) {
      return objects[field] instanceof byte[] bytes ? bytes : new byte[0];
    }

    public NodeId id(int field) {
      return objects[field] instanceof NodeId id ? id : NodeId.NONE;
    }

    /// @throws IllegalArgumentException when the sender knows a constant that we do not
    public <E extends Enum<E>> E constant(int field, EnumCodes<E> codes) {
      return codes.constant(numbers[field]);
    }

    /// @throws IllegalArgumentException when it is missing
    @SuppressWarnings({"unchecked", "unused"}) // the schema pairs the number with this codec
    public <M> M record(int field, RecordCodec<M> codec) {
      Object value = objects[field];
      if (value == null) {
        throw new IllegalArgumentException(name + " lacks field " + field);
      }
      return (M) value;
    }

    @SuppressWarnings({"unchecked", "unused"}) // the schema pairs the number with this codec
    public <M> List<M> list(int field, RecordCodec<M> codec) {
      Object value = objects[field];
      return value == null ? List.of() : (List<M>) value;
    }
  }

  /// Collects the components of one record. Confined to the thread that builds it.
  public static final class Schema<T> {
    private final String name;
    private final List<Field<T>> fields = new ArrayList<>();

    private Schema(String name) {
      this.name = name;
    }

    /// A number that is not negative; negative ones take ten bytes.
    public Schema<T> number(int field, ToLongFunction<T> get) {
      return add(new NumberField<>(field, get));
    }

    /// Any 64 bits, in eight bytes; zero takes none.
    public Schema<T> fixed(int field, ToLongFunction<T> get) {
      return add(new FixedField<>(field, get));
    }

    public Schema<T> flag(int field, Function<T, Boolean> get) {
      return add(new NumberField<>(field, record -> get.apply(record) ? 1 : 0));
    }

    public <E extends Enum<E>> Schema<T> constant(
        int field, EnumCodes<E> codes, Function<T, E> get) {
      return add(new NumberField<>(field, record -> codes.code(get.apply(record))));
    }

    public Schema<T> text(int field, Function<T, String> get) {
      return add(new TextField<>(field, get));
    }

    public Schema<T> bytes(int field, Function<T, byte[]> get) {
      return add(new BytesField<>(field, get));
    }

    public Schema<T> id(int field, Function<T, NodeId> get) {
      return add(new IdField<>(field, get));
    }

    public <M> Schema<T> record(int field, RecordCodec<M> codec, Function<T, M> get) {
      return add(new RecordField<>(field, codec, get));
    }

    public <M> Schema<T> list(int field, RecordCodec<M> codec, Function<T, List<M>> get) {
      return add(new ListField<>(field, codec, get));
    }

    /// @param constructor its `IllegalArgumentException`s make the bytes malformed
    public RecordCodec<T> build(Function<Values, T> constructor) {
      int size = 1;
      for (Field<T> field : fields) {
        size = Math.max(size, field.number + 1);
      }
      @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
      @Nullable Field<T>[] byNumber = new Field[size];
      for (Field<T> field : fields) {
        byNumber[field.number] = field;
      }
      @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
      Field<T>[] inOrder = fields.toArray(new Field[0]);
      return new RecordCodec<>(name, inOrder, byNumber, constructor);
    }

    private Schema<T> add(Field<T> field) {
      for (Field<T> other : fields) {
        Invariant.check(other.number != field.number, "a field number is used once");
      }
      fields.add(field);
      return this;
    }
  }

  /// The sizes of nested records, in the order in which they are measured, which is the order in
  /// which they are written: so each is measured once.
  private static final class Sizes {
    private static final int[] NONE = {};
    private int[] sizes = NONE;
    private int measured;
    private int written;

    int reserve() {
      if (measured == sizes.length) {
        sizes = Arrays.copyOf(sizes, 2 * measured + 16);
      }
      return measured++;
    }

    void set(int at, int size) {
      sizes[at] = size;
    }

    int next() {
      return sizes[written++];
    }
  }

  private abstract static class Field<T> {
    final int number;
    final int tag;
    final int tagBytes;

    Field(int number, int wireType) {
      Invariant.check(number > 0 && number <= FIELD_NUMBER_MAX, "field number " + number);
      this.number = number;
      this.tag = (number << 3) | wireType;
      this.tagBytes = CodedOutputStream.computeTagSize(number);
    }

    abstract int size(T record, Sizes sizes);

    abstract void write(T record, CodedOutputStream out, Sizes sizes) throws IOException;

    abstract void read(CodedInputStream in, Values values) throws IOException;
  }

  private static final class NumberField<T> extends Field<T> {
    private final ToLongFunction<T> get;

    NumberField(int number, ToLongFunction<T> get) {
      super(number, WireFormat.WIRETYPE_VARINT);
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      long value = get.applyAsLong(record);
      return value == 0 ? 0 : tagBytes + CodedOutputStream.computeUInt64SizeNoTag(value);
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      long value = get.applyAsLong(record);
      if (value != 0) {
        out.writeUInt64(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, Values values) throws IOException {
      values.numbers[number] = in.readUInt64();
    }
  }

  private static final class FixedField<T> extends Field<T> {
    private final ToLongFunction<T> get;

    FixedField(int number, ToLongFunction<T> get) {
      super(number, WireFormat.WIRETYPE_FIXED64);
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      return get.applyAsLong(record) == 0 ? 0 : tagBytes + Long.BYTES;
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      long value = get.applyAsLong(record);
      if (value != 0) {
        out.writeFixed64(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, Values values) throws IOException {
      values.numbers[number] = in.readFixed64();
    }
  }

  private static final class TextField<T> extends Field<T> {
    private final Function<T, String> get;

    TextField(int number, Function<T, String> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      String value = get.apply(record);
      return value.isEmpty() ? 0 : tagBytes + CodedOutputStream.computeStringSizeNoTag(value);
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      String value = get.apply(record);
      if (!value.isEmpty()) {
        out.writeString(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, Values values) throws IOException {
      values.objects[number] = in.readStringRequireUtf8();
    }
  }

  private static final class BytesField<T> extends Field<T> {
    private final Function<T, byte[]> get;

    BytesField(int number, Function<T, byte[]> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      byte[] value = get.apply(record);
      return value.length == 0 ? 0 : tagBytes + CodedOutputStream.computeByteArraySizeNoTag(value);
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      byte[] value = get.apply(record);
      if (value.length > 0) {
        out.writeByteArray(number, value);
      }
    }

    @Override
    void read(CodedInputStream in, Values values) throws IOException {
      values.objects[number] = in.readByteArray();
    }
  }

  private static final class IdField<T> extends Field<T> {
    private static final int BYTES = 16;
    private final Function<T, NodeId> get;

    IdField(int number, Function<T, NodeId> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      return get.apply(record).equals(NodeId.NONE) ? 0 : tagBytes + 1 + BYTES;
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      NodeId id = get.apply(record);
      if (!id.equals(NodeId.NONE)) {
        out.writeUInt32NoTag(tag);
        out.writeUInt32NoTag(BYTES);
        out.writeFixed64NoTag(id.high());
        out.writeFixed64NoTag(id.low());
      }
    }

    @Override
    void read(CodedInputStream in, Values values) throws IOException {
      if (in.readUInt32() != BYTES) {
        throw new IllegalArgumentException("an id has 16 bytes");
      }
      values.objects[number] = new NodeId(in.readFixed64(), in.readFixed64());
    }
  }

  private static final class RecordField<T, M> extends Field<T> {
    private final RecordCodec<M> codec;
    private final Function<T, M> get;

    RecordField(int number, RecordCodec<M> codec, Function<T, M> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.codec = codec;
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      return tagBytes + measure(codec, get.apply(record), sizes);
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      writeNested(codec, tag, get.apply(record), out, sizes);
    }

    @Override
    void read(CodedInputStream in, Values values) throws IOException {
      values.objects[number] = readNested(codec, in);
    }
  }

  private static final class ListField<T, M> extends Field<T> {
    private final RecordCodec<M> codec;
    private final Function<T, List<M>> get;

    ListField(int number, RecordCodec<M> codec, Function<T, List<M>> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.codec = codec;
      this.get = get;
    }

    @Override
    int size(T record, Sizes sizes) {
      List<M> elements = get.apply(record);
      int bytes = 0;
      for (int i = 0; i < elements.size(); i++) {
        bytes += tagBytes + measure(codec, elements.get(i), sizes);
      }
      return bytes;
    }

    @Override
    void write(T record, CodedOutputStream out, Sizes sizes) throws IOException {
      List<M> elements = get.apply(record);
      for (int i = 0; i < elements.size(); i++) {
        writeNested(codec, tag, elements.get(i), out, sizes);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // only this field puts anything there
    void read(CodedInputStream in, Values values) throws IOException {
      List<M> list = (List<M>) values.objects[number];
      if (list == null) {
        list = new ArrayList<>();
        values.objects[number] = list;
      }
      if (list.size() >= LIST_ELEMENTS_MAX) {
        throw new IllegalArgumentException("a list of over " + LIST_ELEMENTS_MAX + " elements");
      }
      list.add(readNested(codec, in));
    }
  }

  private static <M> int measure(RecordCodec<M> codec, M nested, Sizes sizes) {
    int at = sizes.reserve();
    int size = codec.size(nested, sizes);
    sizes.set(at, size);
    return CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  private static <M> void writeNested(
      RecordCodec<M> codec, int tag, M nested, CodedOutputStream out, Sizes sizes)
      throws IOException {
    out.writeUInt32NoTag(tag);
    out.writeUInt32NoTag(sizes.next());
    codec.write(nested, out, sizes);
  }

  private static <M> M readNested(RecordCodec<M> codec, CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    M nested = codec.read(in);
    in.checkLastTagWas(0);
    in.popLimit(limit);
    return nested;
  }
}
