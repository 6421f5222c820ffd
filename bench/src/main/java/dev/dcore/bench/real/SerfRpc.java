package dev.dcore.bench.real;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An open connection to a Serf agent, so that it can be told something at once: a `serf` process
/// for each would be most of what is measured.
///
/// ```text
/// request:  map {"Command": name, "Seq": number}, map of arguments         MessagePack
/// answer:   map {"Error": text, "Seq": number}, then for join map {"Num": count}
/// ```
///
/// https://github.com/hashicorp/serf/blob/master/docs/agent/rpc.html.markdown has the protocol.
final class SerfRpc implements AutoCloseable {
  private static final int CONNECT_MILLIS_MAX = 10_000;
  private static final int ANSWER_MILLIS_MAX = 30_000;

  /// MessagePack: the first of up to 16 entries, up to 32 bytes of text, up to 16 elements.
  private static final int SMALL_MAP = 0x80;

  private static final int SMALL_TEXT = 0xa0;
  private static final int SMALL_TEXT_MAX = 31;
  private static final int SMALL_LIST = 0x90;
  private static final int FALSE = 0xc2;

  private final Socket socket;

  private SerfRpc(Socket socket) {
    this.socket = socket;
  }

  /// @throws IOException also when it is not a Serf agent that listens there
  static SerfRpc open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      SerfRpc rpc = new SerfRpc(socket);
      ByteArrayOutputStream out = request("handshake", 0);
      out.write(SMALL_MAP | 1);
      text(out, "Version");
      out.write(1);
      rpc.ask(out, "");
      return rpc;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// @param member `HOST:PORT`
  void join(String member) throws IOException {
    ByteArrayOutputStream out = request("join", 1);
    out.write(SMALL_MAP | 2);
    text(out, "Existing");
    out.write(SMALL_LIST | 1);
    text(out, member);
    text(out, "Replay");
    out.write(FALSE);
    ask(out, "Num");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is not used any more.
    }
  }

  /// The answer is read as far as its last field; an error in it is a text that is not empty.
  private void ask(ByteArrayOutputStream request, String lastField) throws IOException {
    socket.getOutputStream().write(request.toByteArray());
    String answer = "";
    InputStream in = socket.getInputStream();
    String whole = lastField.isEmpty() ? "Seq" : lastField;
    while (!answer.contains(whole)) {
      byte[] more = new byte[512];
      int count = in.read(more);
      if (count < 0) {
        throw new IOException("it closed the connection");
      }
      answer += new String(more, 0, count, StandardCharsets.ISO_8859_1);
    }
    int error = answer.indexOf("Error");
    if (error < 0 || answer.charAt(error + "Error".length()) != SMALL_TEXT) {
      throw new IOException("serf says: " + answer);
    }
  }

  private static ByteArrayOutputStream request(String command, int sequence) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(SMALL_MAP | 2);
    text(out, "Command");
    text(out, command);
    text(out, "Seq");
    out.write(sequence);
    return out;
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > SMALL_TEXT_MAX) {
      throw new IllegalArgumentException(text + " is too long for this");
    }
    out.write(SMALL_TEXT | bytes.length);
    out.writeBytes(bytes);
  }
}
