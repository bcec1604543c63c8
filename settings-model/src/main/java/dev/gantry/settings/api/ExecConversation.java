// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program over a WebSocket. The host says how many messages of input it has written to
 * the program, and how many more it will hold; a client that sends more is cut off.
 */
final class ExecConversation extends WebSocketListener {
  private static final int NORMAL_CLOSURE = 1000;
  private static final int CHUNK_BYTES = 4096;

  private final PendingOutput output;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long maxOutstanding;
  private long written;
  private boolean over;
  private @Nullable WebSocket socket;

  ExecConversation(PendingOutput output) {
    this.output = output;
  }

  void start(WebSocket webSocket, String initialize) {
    lock.lock();
    try {
      socket = webSocket;
    } finally {
      lock.unlock();
    }
    webSocket.send(initialize);
  }

  /** Writes the program's output until there is no more, and waits for its exit status. */
  int finishInto(OutputStream stream) throws IOException, InterruptedException {
    for (ByteString next = output.take(); next != null; next = output.take()) {
      try {
        stream.write(next.toByteArray());
        stream.flush();
      } catch (IOException e) {
        finish(null, e);
        break;
      }
    }
    return exitStatus();
  }

  private int exitStatus() throws IOException, InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GantryException typed) {
        throw typed;
      }
      throw new IOException("exec: " + e.getMessage(), e);
    }
  }

  void cut() {
    finish(null, new IOException("cut"));
  }

  /** Sends input until it ends or the program does. */
  void feed(InputStream input) {
    try {
      WebSocket open = opened.get();
      byte[] buffer = new byte[CHUNK_BYTES];
      long sent = 0;
      while (awaitCapacity(sent)) {
        int count = input.read(buffer);
        if (count < 0) {
          open.send("\"ContentComplete\"");
          return;
        }
        if (count > 0) {
          open.send(ByteString.of(buffer, 0, count));
          sent++;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException e) {
      finish(null, new IOException("input: " + e.getMessage(), e));
    }
  }

  /** Waits until the host will hold one more message; false if the program is over. */
  private boolean awaitCapacity(long sent) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!over && sent - written >= maxOutstanding) {
        changed.await();
      }
      return !over;
    } finally {
      lock.unlock();
    }
  }

  private void finish(@Nullable Integer status, @Nullable IOException failure) {
    WebSocket toCancel;
    lock.lock();
    try {
      over = true;
      toCancel = failure == null ? null : socket;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      // First, since who waits for the connection fails too, and for no reason of its own.
      exit.completeExceptionally(failure);
      opened.completeExceptionally(failure);
    } else {
      exit.complete(status);
    }
    output.end();
    if (toCancel != null) {
      toCancel.cancel();
    }
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    opened.complete(webSocket);
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    try {
      Optional<Answer> capacity = Answer.read("GET /exec", text).object("Capacity");
      if (capacity.isPresent()) {
        long newMax = capacity.get().count("max_messages_outstanding");
        long newWritten = capacity.get().count("messages_written");
        lock.lock();
        try {
          maxOutstanding = newMax;
          written = newWritten;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    } catch (MalformedDataException e) {
      finish(null, e);
    }
  }

  @Override
  public void onMessage(WebSocket webSocket, ByteString bytes) {
    try {
      output.put(bytes);
    } catch (LimitExceededException e) {
      finish(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finish(null, new IOException("interrupted", e));
    }
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    webSocket.close(NORMAL_CLOSURE, null);
    if (code == NORMAL_CLOSURE && reason.matches("[0-9]{1,5}")) {
      finish(Integer.parseInt(reason), null);
    } else {
      finish(null, new HostApiException("GET /exec", code, reason));
    }
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
    finish(
        null,
        response == null
            ? new IOException(String.valueOf(t.getMessage()), t)
            : new HostApiException("GET /exec", response.code(), response.message()));
  }
}
