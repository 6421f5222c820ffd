package dev.dcore.bench.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.dcore.kernel.cluster.swim.SwimMessage;
import java.io.IOException;

/// Records as Jackson binds them, in CBOR: no schema, names in every message.
final class CborCandidate implements Candidate {
  private final ObjectReader ping;
  private final ObjectReader welcome;
  private final ObjectWriter writer;

  CborCandidate() {
    ObjectMapper mapper =
        CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .enable(SerializationFeature.WRITE_ENUMS_USING_INDEX)
            .build();
    ping = mapper.readerFor(SwimMessage.Ping.class);
    welcome = mapper.readerFor(SwimMessage.Welcome.class);
    writer = mapper.writer();
  }

  @Override
  public byte[] encode(SwimMessage message) throws IOException {
    return writer.writeValueAsBytes(message);
  }

  @Override
  public SwimMessage decode(Class<? extends SwimMessage> kind, byte[] body) throws IOException {
    return kind == SwimMessage.Ping.class ? ping.readValue(body) : welcome.readValue(body);
  }
}
