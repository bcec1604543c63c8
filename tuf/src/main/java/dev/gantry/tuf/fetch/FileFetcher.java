// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files below a directory.
 *
 * <p>Path segments are percent-decoded. Symbolic links are followed as long as they end below the
 * directory; a link that leads outside is refused, unless the fetcher {@linkplain
 * #allowingLinksOutside is told} to follow those as well. A path that no file can have, such as a
 * segment with an encoded slash, is not found, nor is anything that is no regular file.
 *
 * <p>Where the platform can open files relative to an open directory, as Linux can, a link that is
 * put in place of a directory or file while it is opened is refused. What does not open within 30
 * seconds, such as a named pipe that is put in place of a file at that very moment, is refused too;
 * it costs a thread until the pipe has a writer. The directories that lead to a file must be
 * readable.
 *
 * <p>Immutable and thread-safe. An interrupt during a read closes that body.
 */
public final class FileFetcher implements Fetcher {
  private final Path base;
  private final boolean linksOutside;
  private final Runnable beforeOpening;
  private final Runnable afterLooking;
  private final Duration patience;

  private FileFetcher(
      Path base,
      boolean linksOutside,
      Runnable beforeOpening,
      Runnable afterLooking,
      Duration patience) {
    this.base = base;
    this.linksOutside = linksOutside;
    this.beforeOpening = beforeOpening;
    this.afterLooking = afterLooking;
    this.patience = patience;
  }

  private static FileFetcher of(Path base, boolean linksOutside) {
    return new FileFetcher(
        absolute(base), linksOutside, () -> {}, () -> {}, PatientOpening.PATIENCE);
  }

  /**
   * Serves a directory.
   *
   * @param base the directory; it may appear later
   * @return a fetcher
   */
  public static FileFetcher of(Path base) {
    return of(base, false);
  }

  /**
   * Serves a directory, and whatever files the symbolic links in it lead to: {@code tuftool create}
   * makes a directory of targets out of links to the files that it was given. Whoever may write to
   * the directory can thus have any file served that the caller can read.
   *
   * @param base the directory; it may appear later
   * @return a fetcher
   */
  public static FileFetcher allowingLinksOutside(Path base) {
    return of(base, true);
  }

  /** Returns the same fetcher, with something that happens between a check and what it is for. */
  FileFetcher beforeOpening(Runnable action) {
    return new FileFetcher(base, linksOutside, action, afterLooking, patience);
  }

  /** Returns the same fetcher, with something that happens at the worst moment. */
  FileFetcher afterLooking(Runnable action, Duration newPatience) {
    return new FileFetcher(base, linksOutside, beforeOpening, action, newPatience);
  }

  private static Path absolute(Path base) {
    return Objects.requireNonNull(base, "base").toAbsolutePath();
  }

  @Override
  public FetchResponse open(FetchRequest request) throws IOException {
    SeekableByteChannel channel = openFile(request);
    try {
      if (request.offsetBytes() > channel.size()) {
        throw OffsetCheck.beyondEnd(
            base + "/" + request.path(), request.offsetBytes(), channel.size());
      }
      channel.position(request.offsetBytes());
      return FetchResponse.of(Channels.newInputStream(channel), request.offsetBytes());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private SeekableByteChannel openFile(FetchRequest request) throws IOException {
    Path path = locate(request);
    Path real;
    Path realBase;
    try {
      real = path.toRealPath();
      realBase = base.toRealPath();
    } catch (NoSuchFileException | NotDirectoryException missing) {
      throw notFound(request);
    } catch (IOException e) {
      // Below a plain file, or with a name too long, some platforms know no better reason.
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      throw notFound(request);
    }
    if (!linksOutside && !real.startsWith(realBase)) {
      throw refused(request, "a symbolic link leads outside the directory that is served", null);
    }
    Path top = linksOutside ? Objects.requireNonNullElse(real.getParent(), real) : realBase;
    if (real.equals(top) || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw notFound(request);
    }
    beforeOpening.run();
    try {
      return PatientOpening.open(
          real, () -> RegularFile.open(top, top.relativize(real), afterLooking), patience);
    } catch (NoSuchFileException gone) {
      throw notFound(request);
    } catch (AccessDeniedException denied) {
      throw denied;
    } catch (FileSystemException swapped) {
      throw refused(request, "it was replaced while it was opened", swapped);
    }
  }

  private Path locate(FetchRequest request) throws FetchNotFoundException {
    Path path = base;
    for (String segment : request.path().split("/", -1)) {
      path = path.resolve(fileName(request, FetchRequest.decodeSegment(segment)));
    }
    return path;
  }

  private Path fileName(FetchRequest request, String name) throws FetchNotFoundException {
    try {
      Path path = base.getFileSystem().getPath(name);
      boolean plain =
          !path.isAbsolute()
              && path.getNameCount() == 1
              && path.toString().equals(name)
              && name.indexOf('\\') < 0
              && name.indexOf('/') < 0
              && !name.equals(".")
              && !name.equals("..");
      if (plain) {
        return path;
      }
    } catch (InvalidPathException impossible) {
      // Falls through: a name that no file can have is not found.
    }
    throw notFound(request);
  }

  private FetchNotFoundException notFound(FetchRequest request) {
    return new FetchNotFoundException(
        base + "/" + request.path(), FetchNotFoundException.NO_STATUS);
  }

  private static FetchFailedException refused(
      FetchRequest request, String problem, @Nullable IOException cause) {
    return new FetchFailedException(
        request.path(), FetchFailedException.NO_STATUS, false, problem, cause);
  }
}
