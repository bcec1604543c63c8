// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Serves one content, cutting the answers one by one after so many bytes. */
final class CutFetcher implements Fetcher {
  Bytes content;
  boolean ranges = true;

  /** Bytes of the next answers; when there are none left, answers are whole. */
  final Deque<Integer> cuts = new ArrayDeque<>();

  /** Offsets asked for. */
  final List<Long> offsets = new ArrayList<>();

  CutFetcher(Bytes content) {
    this.content = content;
  }

  @Override
  public FetchResponse open(FetchRequest request) throws IOException {
    offsets.add(request.offsetBytes());
    if (ranges && request.offsetBytes() > content.size()) {
      throw new FetchFailedException(request.path(), 416, false, "status 416", null);
    }
    int offset = ranges ? (int) request.offsetBytes() : 0;
    byte[] rest = TestTargets.part(content, offset, content.size() - offset).toByteArray();
    Integer cut = cuts.poll();
    InputStream whole = new ByteArrayInputStream(rest);
    return FetchResponse.of(cut == null ? whole : new Cut(whole, cut), offset);
  }

  private static final class Cut extends InputStream {
    private final InputStream in;
    private int left;

    Cut(InputStream in, int left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("cut");
      }
      int count = in.read(buffer, offset, Math.min(Math.min(length, left), 8192));
      left -= Math.max(count, 0);
      return count;
    }
  }
}
