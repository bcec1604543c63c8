// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Reads and writes single LZ4 frames, as Bottlerocket's release targets are.
 *
 * <p>Stateless. Source: LZ4 frame format 1.6; {@code docs/formats/lz4-frame.md} says what is
 * accepted and written.
 */
public final class Lz4Frames {
  private Lz4Frames() {}

  /**
   * Decodes a stream that holds exactly one frame, and reads it to its end.
   *
   * <p>Content is handed on before the whole frame was seen: whoever takes it must not trust it
   * before this method returns, and not even then unless the stream proves itself (the frame's
   * checksums are no protection against an attacker). Memory: two blocks, 8 MiB at most.
   *
   * @param frame the compressed bytes; read to the end, not closed
   * @param source where they come from, for messages
   * @param maxRawBytes the largest content accepted; checked before each piece is handed on
   * @param sink takes the content, in pieces of at most 4 MiB
   * @return both sizes
   * @throws dev.gantry.core.MalformedDataException if the stream is not one whole undamaged frame,
   *     or more than that
   * @throws dev.gantry.core.UnsupportedFormatException if the frame is legacy or skippable, has
   *     dependent blocks, needs a dictionary, or is of another version
   * @throws dev.gantry.core.LimitExceededException if the content is too large
   * @throws IOException if reading or the sink fails
   * @throws IllegalArgumentException if the limit is negative
   */
  public static FrameSizes decode(InputStream frame, String source, long maxRawBytes, RawSink sink)
      throws IOException {
    Objects.requireNonNull(sink, "sink");
    if (maxRawBytes < 0) {
      throw new IllegalArgumentException("limit is " + maxRawBytes + ", expected 0 or more");
    }
    return Lz4FrameDecoder.decode(new CountingInput(frame, source), maxRawBytes, sink);
  }

  /**
   * Encodes a stream as one frame with the parameters of {@code lz4 -9}: independent blocks of 4
   * MiB, content checksum, no content size.
   *
   * @param raw the content; read to the end, not closed
   * @param frame where the frame goes; neither flushed nor closed
   * @param options see there
   * @return both sizes
   * @throws IOException if reading or writing fails
   * @throws java.util.concurrent.CancellationException if the options' token says so
   */
  public static FrameSizes encode(InputStream raw, OutputStream frame, Lz4EncodeOptions options)
      throws IOException {
    return new Lz4FrameEncoder(raw, frame, options).encode();
  }
}
