package dev.dcore.kernel.transport;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.identity.NodeId;
import java.io.IOException;
import java.util.ArrayList;
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
    NestedSizes sizes = new NestedSizes();
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

  private int size(T record, NestedSizes sizes) {
    int bytes = 0;
    for (Field<T> field : fields) {
      bytes += field.size(record, sizes);
    }
    return bytes;
  }

  private void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
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
    final long[] numbers;
    final @Nullable Object[] objects;

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
      return add(new Field.NumberField<>(field, get));
    }

    /// Any 64 bits, in eight bytes; zero takes none.
    public Schema<T> fixed(int field, ToLongFunction<T> get) {
      return add(new Field.FixedField<>(field, get));
    }

    public Schema<T> flag(int field, Function<T, Boolean> get) {
      return add(new Field.NumberField<>(field, record -> get.apply(record) ? 1 : 0));
    }

    public <E extends Enum<E>> Schema<T> constant(
        int field, EnumCodes<E> codes, Function<T, E> get) {
      return add(new Field.NumberField<>(field, record -> codes.code(get.apply(record))));
    }

    public Schema<T> text(int field, Function<T, String> get) {
      return add(new Field.TextField<>(field, get));
    }

    public Schema<T> bytes(int field, Function<T, byte[]> get) {
      return add(new Field.BytesField<>(field, get));
    }

    public Schema<T> id(int field, Function<T, NodeId> get) {
      return add(new Field.IdField<>(field, get));
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

  private static final class RecordField<T, M> extends Field<T> {
    private final RecordCodec<M> codec;
    private final Function<T, M> get;

    RecordField(int number, RecordCodec<M> codec, Function<T, M> get) {
      super(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      this.codec = codec;
      this.get = get;
    }

    @Override
    int size(T record, NestedSizes sizes) {
      return tagBytes + measure(codec, get.apply(record), sizes);
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
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
    int size(T record, NestedSizes sizes) {
      List<M> elements = get.apply(record);
      int bytes = 0;
      for (int i = 0; i < elements.size(); i++) {
        bytes += tagBytes + measure(codec, elements.get(i), sizes);
      }
      return bytes;
    }

    @Override
    void write(T record, CodedOutputStream out, NestedSizes sizes) throws IOException {
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

  private static <M> int measure(RecordCodec<M> codec, M nested, NestedSizes sizes) {
    int at = sizes.reserve();
    int size = codec.size(nested, sizes);
    sizes.set(at, size);
    return CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  private static <M> void writeNested(
      RecordCodec<M> codec, int tag, M nested, CodedOutputStream out, NestedSizes sizes)
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
