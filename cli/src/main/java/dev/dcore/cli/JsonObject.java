package dev.dcore.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object from outside, read field by field; what is not there or of another type is one
/// [IOException] that names the field.
record JsonObject(Map<String, @Nullable Object> fields) {
  static JsonObject parse(String text) throws IOException {
    return of(JSON.std.anyFrom(text), "the answer");
  }

  static List<JsonObject> parseList(String text) throws IOException {
    return listOf(JSON.std.anyFrom(text), "the answer");
  }

  String text(String field) throws IOException {
    if (fields.get(field) instanceof String text) {
      return text;
    }
    throw new IOException("the field " + field + " is missing or not a text");
  }

  @Nullable String textOrNull(String field) throws IOException {
    return fields.get(field) == null ? null : text(field);
  }

  long number(String field) throws IOException {
    if (fields.get(field) instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("the field " + field + " is missing or not a number");
  }

  @Nullable Long numberOrNull(String field) throws IOException {
    return fields.get(field) == null ? null : number(field);
  }

  @Nullable Double decimalOrNull(String field) throws IOException {
    return switch (fields.get(field)) {
      case null -> null;
      case Number number -> number.doubleValue();
      default -> throw new IOException("the field " + field + " is not a number");
    };
  }

  boolean flag(String field) throws IOException {
    if (fields.get(field) instanceof Boolean flag) {
      return flag;
    }
    throw new IOException("the field " + field + " is missing or not true or false");
  }

  boolean flagOrFalse(String field) throws IOException {
    return fields.get(field) != null && flag(field);
  }

  List<String> texts(String field) throws IOException {
    if (!(fields.get(field) instanceof List<?> list)) {
      throw new IOException("the field " + field + " is missing or not a list");
    }
    return list.stream().map(String::valueOf).toList();
  }

  List<String> textsOrNone(String field) throws IOException {
    return fields.get(field) == null ? List.of() : texts(field);
  }

  JsonObject object(String field) throws IOException {
    return of(fields.get(field), field);
  }

  List<JsonObject> list(String field) throws IOException {
    return listOf(fields.get(field), field);
  }

  private static JsonObject of(@Nullable Object value, String what) throws IOException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException(what + " is not a JSON object");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, each) -> fields.put(String.valueOf(key), each));
    return new JsonObject(fields);
  }

  private static List<JsonObject> listOf(@Nullable Object value, String what) throws IOException {
    if (!(value instanceof List<?> list)) {
      throw new IOException(what + " is not a JSON array");
    }
    List<JsonObject> objects = new ArrayList<>();
    for (Object each : list) {
      objects.add(of(each, "an element of " + what));
    }
    return objects;
  }
}
