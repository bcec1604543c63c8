// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingsJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs in a host's containers ({@code GET /exec}, a WebSocket). Safe for use by many
 * threads; each run has its own connection.
 */
public final class HostExec {
  private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

  private static final long MAX_PENDING_BYTES = 16 << 20;

  /** A host ends the run if a ping has no answer for ten seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final HttpCalls calls;
  private final long maxPendingBytes;
  private final Duration patience;

  HostExec(HttpCalls calls) {
    this(calls, MAX_PENDING_BYTES, PATIENCE);
  }

  HostExec(HttpCalls calls, long maxPendingBytes, Duration patience) {
    this.calls = calls;
    this.maxPendingBytes = maxPendingBytes;
    this.patience = patience;
  }

  /**
   * The size of a terminal.
   *
   * @param rows lines, 1 to 65535
   * @param columns characters in a line, 1 to 65535
   */
  public record TerminalSize(int rows, int columns) {
    /** Creates a size. */
    public TerminalSize {
      if (rows < 1 || rows > 0xffff || columns < 1 || columns > 0xffff) {
        throw new IllegalArgumentException("terminal of " + rows + " by " + columns);
      }
    }

    SettingValue toValue() {
      return SettingValue.map(
          Map.of(
              "size",
              SettingValue.map(
                  Map.of("rows", SettingValue.of(rows), "cols", SettingValue.of(columns)))));
    }
  }

  /**
   * Runs a program and waits for its end. Input is read on a thread of its own, which ends when the
   * input does; output is written on the calling thread; none of the streams is closed.
   *
   * <p>If {@code output} is slow, up to 16 MiB are kept for it, and the host's pings are answered
   * meanwhile. When that is full, nothing more is read from the host, which ends a run if a ping
   * has no answer for ten seconds; so the run fails before that if {@code output} takes nothing at
   * all for eight seconds.
   *
   * @param target the container, for example {@code admin}
   * @param command the program and its arguments
   * @param terminal size of the terminal that the program gets, or null for pipes
   * @param input what the program reads
   * @param output where the program's output goes, both standard output and errors
   * @return the program's exit status, 0 to 65535
   * @throws HostApiException if the host refuses, with its status, or with the WebSocket's close
   *     code if it ended the connection without an exit status
   * @throws InterruptedIOException if the thread is interrupted; the connection is cut then
   * @throws dev.gantry.core.LimitExceededException if too much output waits for too long
   * @throws IOException if there is no connection, it breaks, or {@code output} fails
   */
  public int run(
      String target,
      List<String> command,
      @Nullable TerminalSize terminal,
      InputStream input,
      OutputStream output)
      throws IOException {
    OkHttpClient client = calls.client().newBuilder().pingInterval(PING_INTERVAL).build();
    ExecConversation conversation =
        new ExecConversation(new PendingOutput(maxPendingBytes, patience));
    Request request =
        new Request.Builder().url(calls.base().newBuilder().addPathSegment("exec").build()).build();
    conversation.start(
        client.newWebSocket(request, conversation), initialize(target, command, terminal));
    Thread feeder = new Thread(() -> conversation.feed(input), "gantry-exec-input");
    feeder.setDaemon(true);
    feeder.start();
    try {
      return conversation.finishInto(output);
    } catch (InterruptedException e) {
      conversation.cut();
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("exec in " + target);
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      feeder.interrupt();
    }
  }

  /** The first message; arguments are bytes, as the host's language writes them. */
  private static String initialize(
      String target, List<String> command, @Nullable TerminalSize terminal) {
    List<SettingValue> arguments = new ArrayList<>();
    for (String argument : command) {
      List<SettingValue> bytes = new ArrayList<>();
      for (byte b : argument.getBytes(StandardCharsets.UTF_8)) {
        bytes.add(SettingValue.of(Byte.toUnsignedLong(b)));
      }
      arguments.add(SettingValue.map(Map.of("Unix", new ListValue(bytes))));
    }
    Map<String, SettingValue> members = new TreeMap<>();
    members.put("command", new ListValue(arguments));
    members.put("target", SettingValue.of(target));
    if (terminal != null) {
      members.put("tty", terminal.toValue());
    }
    return SettingsJson.write(SettingValue.map(Map.of("Initialize", SettingValue.map(members))));
  }
}
