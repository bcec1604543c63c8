// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of {@code /exec}: starts a program, gives it input, sends its output, and closes
 * with its exit status. Public since the WebSocket library calls it by reflection.
 */
public final class ExecSocket extends Session.Listener.AbstractAutoDemanding {
  private static final int MAX_OUTSTANDING = 1024;
  private static final int CAPACITY_INTERVAL = 128;
  private static final int CHUNK_BYTES = 8192;

  /** Stands for the end of input in the queue. */
  private static final byte[] END = new byte[0];

  private final ExecTargets targets;
  private final BlockingQueue<byte[]> input = new ArrayBlockingQueue<>(MAX_OUTSTANDING + 1);
  private volatile @Nullable Process process;

  ExecSocket(ExecTargets targets) {
    this.targets = targets;
  }

  /**
   * Tells the client how much input it may send.
   *
   * @param session the connection
   */
  @Override
  public void onWebSocketOpen(Session session) {
    super.onWebSocketOpen(session);
    sendCapacity(0);
  }

  private void sendCapacity(long written) {
    session()
        .sendText(
            "{\"Capacity\":{\"max_messages_outstanding\":"
                + MAX_OUTSTANDING
                + ",\"messages_written\":"
                + written
                + "}}",
            Callback.NOOP);
  }

  private Session session() {
    return getSession();
  }

  @Override
  public void onWebSocketText(String text) {
    try {
      if (text.equals("\"ContentComplete\"")) {
        take(END);
        return;
      }
      MapValue message = SettingsJson.readMapWithNulls("/exec", text).map();
      if (message.entries().get("Initialize") instanceof MapValue initialize) {
        start(initialize);
      } else if (!message.entries().containsKey("Winch")) {
        session().close(StatusCode.BAD_PAYLOAD, "invalid client message", Callback.NOOP);
      }
    } catch (GantryException e) {
      session().close(StatusCode.BAD_PAYLOAD, "invalid JSON in client message", Callback.NOOP);
    }
  }

  private void start(MapValue initialize) {
    if (process != null) {
      session().close(StatusCode.POLICY_VIOLATION, "initialized already", Callback.NOOP);
      return;
    }
    String target =
        initialize.entries().get("target") instanceof StringValue text ? text.value() : "";
    List<String> command = new ArrayList<>();
    if (initialize.entries().get("command") instanceof ListValue arguments) {
      arguments.items().forEach(argument -> command.add(argument(argument)));
    }
    if (command.isEmpty() || target.isEmpty()) {
      session().close(StatusCode.BAD_PAYLOAD, "no command or no target", Callback.NOOP);
      return;
    }
    Process started;
    try {
      started = targets.start(target, command, initialize.entries().containsKey("tty"));
    } catch (IOException e) {
      session().close(StatusCode.SERVER_ERROR, "failed to spawn process", Callback.NOOP);
      return;
    }
    process = started;
    thread("gantry-exec-output", () -> sendOutput(started));
    thread("gantry-exec-input", () -> feed(started));
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Arguments come as bytes, as the language of the first client writes them, or as text. */
  private static String argument(SettingValue value) {
    if (value instanceof StringValue text) {
      return text.value();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (value instanceof MapValue map && map.entries().get("Unix") instanceof ListValue list) {
      for (SettingValue item : list.items()) {
        bytes.write(item instanceof NumberValue number ? number.value().intValue() : 0);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void sendOutput(Process running) {
    byte[] buffer = new byte[CHUNK_BYTES];
    try (InputStream output = running.getInputStream()) {
      for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
        Callback.Completable sent = new Callback.Completable();
        session().sendBinary(ByteBuffer.wrap(buffer.clone(), 0, count), sent);
        sent.get();
      }
      int status = running.waitFor();
      session().close(StatusCode.NORMAL, Integer.toString(Math.max(0, status)), Callback.NOOP);
    } catch (IOException | ExecutionException e) {
      running.destroy();
      session().close(StatusCode.SERVER_ERROR, "output failed", Callback.NOOP);
    } catch (InterruptedException e) {
      running.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private void feed(Process running) {
    long written = 0;
    try (OutputStream stdin = running.getOutputStream()) {
      for (byte[] bytes = input.take(); bytes != END; bytes = input.take()) {
        stdin.write(bytes);
        stdin.flush();
        written++;
        if (written % CAPACITY_INTERVAL == 0) {
          sendCapacity(written);
        }
      }
    } catch (IOException e) {
      // The program does not read its input to the end; it may have ended.
      input.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    callback.succeed();
    if (process == null) {
      session()
          .close(
              StatusCode.POLICY_VIOLATION,
              "process data sent before initialization",
              Callback.NOOP);
    } else if (bytes.length > 0) {
      take(bytes);
    }
  }

  private void take(byte[] bytes) {
    if (!input.offer(bytes)) {
      session()
          .close(
              StatusCode.MESSAGE_TOO_LARGE,
              "write buffer full; obey capacity updates",
              Callback.NOOP);
    }
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    Process running = process;
    if (running != null) {
      running.destroy();
    }
    // Wakes who waits for input.
    input.clear();
    take(END);
    callback.succeed();
  }
}
