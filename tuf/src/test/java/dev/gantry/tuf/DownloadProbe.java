// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.HttpFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** Downloads a target in a process of its own; tells how far it is. */
public final class DownloadProbe {
  private DownloadProbe() {}

  /**
   * Runs a download.
   *
   * @param arguments destination, length, SHA-256 digest, and a base URL; without the last two, the
   *     content is made on the fly
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    long length = Long.parseLong(arguments[1]);
    if (arguments.length == 2) {
      Fetcher made =
          request ->
              FetchResponse.of(new Generated(length, request.offsetBytes()), request.offsetBytes());
      download(made, file, length, digest(length));
    } else {
      Digest digest = new Digest(DigestAlgorithm.SHA256, Bytes.parseHex(arguments[2]));
      try (HttpFetcher fetcher = HttpFetcher.builder(URI.create(arguments[3])).build()) {
        download(fetcher, file, length, digest);
      }
    }
    System.out.println("done");
  }

  private static void download(Fetcher fetcher, Path file, long length, Digest digest)
      throws IOException {
    Target target = TestTargets.of("file", length, List.of(digest), true);
    DownloadOptions options =
        DownloadOptions.builder().progress(report -> System.out.println(report.done())).build();
    new TargetDownloader(fetcher, TufLimits.defaults()).download(target, file, options);
  }

  private static Digest digest(long length) throws IOException {
    MessageDigest engine = DigestAlgorithm.SHA256.newMessageDigest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new Generated(length, 0)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        engine.update(buffer, 0, count);
      }
    }
    return new Digest(DigestAlgorithm.SHA256, Bytes.of(engine.digest()));
  }

  /** Content without memory: every byte depends on its offset. */
  private static final class Generated extends InputStream {
    private final long length;
    private long position;

    Generated(long length, long position) {
      this.length = length;
      this.position = position;
    }

    @Override
    public int read() {
      return position == length ? -1 : valueAt(position++) & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
      if (position == length) {
        return -1;
      }
      int given = (int) Math.min(count, length - position);
      for (int i = 0; i < given; i++) {
        buffer[offset + i] = valueAt(position + i);
      }
      position += given;
      return given;
    }

    private static byte valueAt(long at) {
      return (byte) (at ^ at >>> 8 ^ at >>> 16 ^ at >>> 24);
    }
  }
}
