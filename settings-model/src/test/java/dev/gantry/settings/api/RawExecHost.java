// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The host's end of one WebSocket over a Unix socket, frame by frame (RFC 6455). */
final class RawExecHost implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final SocketChannel channel;
  private final DataInputStream in;

  private RawExecHost(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
  }

  static ServerSocketChannel listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(socket));
  }

  /** Takes a connection and shakes hands. */
  static RawExecHost accept(ServerSocketChannel server) throws IOException {
    RawExecHost host = new RawExecHost(server.accept());
    String key = "";
    for (String line = host.line(); !line.isEmpty(); line = host.line()) {
      if (line.startsWith("Sec-WebSocket-Key: ")) {
        key = line.substring("Sec-WebSocket-Key: ".length());
      }
    }
    host.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accepted(key)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return host;
  }

  private static String accepted(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void send(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(4 + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) 126).putShort((short) payload.length);
    }
    frame.put(payload);
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    write(bytes);
  }

  void send(int opcode, String payload) throws IOException {
    send(opcode, payload.getBytes(StandardCharsets.UTF_8));
  }

  void close(int code, String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    send(CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /** Reads frames of the client until one of a kind comes. */
  void await(int opcode) throws IOException {
    int found;
    do {
      found = in.readUnsignedByte() & 0xf;
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      in.skipNBytes(4L + length);
    } while (found != opcode);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
