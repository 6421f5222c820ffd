package dev.dcore.bench.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.swim.Accusation;
import dev.dcore.kernel.cluster.swim.Claim;
import dev.dcore.kernel.cluster.swim.Rumors;
import dev.dcore.kernel.cluster.swim.SwimMessage;
import dev.dcore.kernel.identity.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The raw limit: the same bytes, by code written for each message and nothing between it and the
/// coded streams. It knows two messages only, in 250 lines; their schemas are 40.
final class StreamsCandidate implements Candidate {
  private static final List<MemberState> STATES = List.of(MemberState.values());

  @Override
  public byte[] encode(SwimMessage message) throws IOException {
    return switch (message) {
      case SwimMessage.Ping ping -> encode(ping);
      case SwimMessage.Welcome welcome -> encode(welcome);
      default -> throw new IllegalArgumentException("not one of the measured messages");
    };
  }

  @Override
  public SwimMessage decode(Class<? extends SwimMessage> kind, byte[] body) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(body);
    return kind == SwimMessage.Ping.class ? readPing(in) : readWelcome(in);
  }

  private static byte[] encode(SwimMessage.Ping ping) throws IOException {
    int size =
        numberSize(ping.sequence())
            + fixedSize(ping.target())
            + numberSize(ping.epoch())
            + fixedSize(ping.digest());
    for (Claim claim : ping.rumors().claims()) {
      size += nestedSize(size(claim));
    }
    for (Accusation accusation : ping.rumors().accusations()) {
      size += nestedSize(size(accusation));
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    writeNumber(out, 1, ping.sequence());
    if (ping.target() != 0) {
      out.writeFixed64(2, ping.target());
    }
    writeNumber(out, 6, ping.epoch());
    if (ping.digest() != 0) {
      out.writeFixed64(7, ping.digest());
    }
    for (Claim claim : ping.rumors().claims()) {
      writeHead(out, 3, size(claim));
      write(out, claim);
    }
    for (Accusation accusation : ping.rumors().accusations()) {
      writeHead(out, 4, size(accusation));
      write(out, accusation);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static byte[] encode(SwimMessage.Welcome welcome) throws IOException {
    int size = 0;
    for (SwimMessage.StateEntry entry : welcome.entries()) {
      size += nestedSize(size(entry));
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (SwimMessage.StateEntry entry : welcome.entries()) {
      int claimSize = size(entry.claim());
      writeHead(out, 1, nestedSize(claimSize) + fieldsSize(entry));
      writeHead(out, 1, claimSize);
      write(out, entry.claim());
      writeNumber(out, 2, STATES.indexOf(entry.state()));
      writeId(out, 3, entry.accuser());
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static int size(SwimMessage.StateEntry entry) {
    return nestedSize(size(entry.claim())) + fieldsSize(entry);
  }

  private static int fieldsSize(SwimMessage.StateEntry entry) {
    return numberSize(STATES.indexOf(entry.state())) + idSize(entry.accuser());
  }

  private static int size(Claim claim) {
    int body = claim.body().length;
    return idSize(claim.id())
        + numberSize(claim.incarnation())
        + (claim.left() ? 2 : 0)
        + (body == 0 ? 0 : nestedSize(body));
  }

  private static int size(Accusation accusation) {
    return idSize(accusation.target())
        + numberSize(accusation.incarnation())
        + (accusation.fatal() ? 2 : 0)
        + idSize(accusation.accuser());
  }

  private static void write(CodedOutputStream out, Claim claim) throws IOException {
    writeId(out, 1, claim.id());
    writeNumber(out, 2, claim.incarnation());
    writeNumber(out, 3, claim.left() ? 1 : 0);
    if (claim.body().length > 0) {
      out.writeByteArray(4, claim.body());
    }
  }

  private static void write(CodedOutputStream out, Accusation accusation) throws IOException {
    writeId(out, 1, accusation.target());
    writeNumber(out, 2, accusation.incarnation());
    writeNumber(out, 3, accusation.fatal() ? 1 : 0);
    writeId(out, 4, accusation.accuser());
  }

  private static SwimMessage readPing(CodedInputStream in) throws IOException {
    long sequence = 0;
    long target = 0;
    long epoch = 0;
    long digest = 0;
    List<Claim> claims = new ArrayList<>();
    List<Accusation> accusations = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 8 -> sequence = in.readUInt64();
        case 17 -> target = in.readFixed64();
        case 26 -> claims.add(readClaim(in));
        case 34 -> accusations.add(readAccusation(in));
        case 48 -> epoch = in.readUInt64();
        case 57 -> digest = in.readFixed64();
        default -> skip(in, tag);
      }
    }
    return new SwimMessage.Ping(
        sequence,
        target,
        epoch,
        digest,
        0,
        claims.isEmpty() && accusations.isEmpty()
            ? Rumors.NONE
            : new Rumors(claims, accusations, List.of()));
  }

  private static SwimMessage readWelcome(CodedInputStream in) throws IOException {
    List<SwimMessage.StateEntry> entries = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 10 -> entries.add(readEntry(in));
        default -> skip(in, tag);
      }
    }
    return new SwimMessage.Welcome(entries);
  }

  private static SwimMessage.StateEntry readEntry(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    Claim claim = null;
    int state = 0;
    NodeId accuser = NodeId.NONE;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 10 -> claim = readClaim(in);
        case 16 -> state = in.readInt32();
        case 26 -> accuser = readId(in);
        default -> skip(in, tag);
      }
    }
    close(in, limit);
    if (claim == null) {
      throw new IOException("an entry lacks its claim");
    }
    return new SwimMessage.StateEntry(claim, STATES.get(state), accuser);
  }

  private static Claim readClaim(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    NodeId id = NodeId.NONE;
    long incarnation = 0;
    boolean left = false;
    byte[] body = {};
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 10 -> id = readId(in);
        case 16 -> incarnation = in.readUInt64();
        case 24 -> left = in.readBool();
        case 34 -> body = in.readByteArray();
        default -> skip(in, tag);
      }
    }
    close(in, limit);
    return new Claim(id, incarnation, left, body);
  }

  private static Accusation readAccusation(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    NodeId target = NodeId.NONE;
    long incarnation = 0;
    boolean fatal = false;
    NodeId accuser = NodeId.NONE;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 10 -> target = readId(in);
        case 16 -> incarnation = in.readUInt64();
        case 24 -> fatal = in.readBool();
        case 34 -> accuser = readId(in);
        default -> skip(in, tag);
      }
    }
    close(in, limit);
    return new Accusation(target, incarnation, fatal, accuser);
  }

  private static int numberSize(long value) {
    return value == 0 ? 0 : 1 + CodedOutputStream.computeUInt64SizeNoTag(value);
  }

  private static int fixedSize(long value) {
    return value == 0 ? 0 : 1 + Long.BYTES;
  }

  private static int idSize(NodeId id) {
    return id.equals(NodeId.NONE) ? 0 : 18;
  }

  private static int nestedSize(int size) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  private static void writeNumber(CodedOutputStream out, int field, long value) throws IOException {
    if (value != 0) {
      out.writeUInt64(field, value);
    }
  }

  private static void writeId(CodedOutputStream out, int field, NodeId id) throws IOException {
    if (!id.equals(NodeId.NONE)) {
      writeHead(out, field, 16);
      out.writeFixed64NoTag(id.high());
      out.writeFixed64NoTag(id.low());
    }
  }

  private static void writeHead(CodedOutputStream out, int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static NodeId readId(CodedInputStream in) throws IOException {
    if (in.readRawVarint32() != 16) {
      throw new IOException("an id has 16 bytes");
    }
    return new NodeId(in.readFixed64(), in.readFixed64());
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new IOException("a group, which nobody writes");
    }
  }

  private static void close(CodedInputStream in, int limit) throws IOException {
    in.checkLastTagWas(0);
    in.popLimit(limit);
  }
}
