// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.GantryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the fuzz targets share. Each is a class with a method {@code fuzzerTestOneInput(byte[])},
 * which is all that Jazzer asks for, so that the tests themselves do not need Jazzer: in a normal
 * build, they run the seeds that are kept beside them.
 */
public final class FuzzHarness {
  private static final long FREE_BYTES = 4 << 20;

  /** The deepest nesting copies an object 64 times; every other step makes a few copies. */
  private static final long BYTES_PER_BYTE = 600;

  private static final int RETRIES = 4;

  private static final MethodHandle ALLOCATED = allocated();

  private FuzzHarness() {}

  /** What a target does with an input; it may fail with the declared exceptions. */
  public interface Target {
    /** Takes one input. Exceptions of input and output that are no others of ours count as bugs. */
    void accept() throws IOException;
  }

  /**
   * Runs a target. Nothing but a {@link GantryException} may come out of it, and what it allocates
   * is bounded by the size of the input.
   */
  public static void run(byte[] input, Target target) {
    run(input, FREE_BYTES, target);
  }

  /** Does so with an allowance of memory that every input may take, whatever its size. */
  public static void run(byte[] input, long freeBytes, Target target) {
    long bound = freeBytes + BYTES_PER_BYTE * input.length;
    long allocated = allocatedBy(target);
    // Classes may be loaded as well, some of them only by a later run.
    for (int again = 0; allocated > bound && again < RETRIES; again++) {
      allocated = allocatedBy(target);
    }
    if (allocated > bound) {
      throw new AssertionError("allocated " + allocated + " bytes for an input of " + input.length);
    }
  }

  private static long allocatedBy(Target target) {
    long before = allocatedBytes();
    try {
      target.accept();
    } catch (GantryException declared) {
      Objects.requireNonNull(declared.code());
      if (String.valueOf(declared.getMessage()).length() > 4_000) {
        throw new AssertionError("an error message of excessive length", declared);
      }
    } catch (IOException undeclared) {
      throw new AssertionError("an input that is refused with an undeclared error", undeclared);
    }
    return allocatedBytes() - before;
  }

  /** Looked up by name: the module of these tests does not read the one of management. */
  private static MethodHandle allocated() {
    try {
      Object threads =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return MethodHandles.publicLookup()
          .unreflect(
              Class.forName("com.sun.management.ThreadMXBean")
                  .getMethod("getCurrentThreadAllocatedBytes"))
          .bindTo(threads);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no management of threads", e);
    }
  }

  private static long allocatedBytes() {
    try {
      return (long) ALLOCATED.invoke();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the seeds of a test, from the directory of resources that is named after it. */
  public static List<Path> seeds(Class<?> test) {
    try {
      var directory =
          Objects.requireNonNull(
              test.getResource(test.getSimpleName() + "Inputs"), "no seeds for " + test);
      try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
        return files.sorted(Comparator.comparing(Path::toString)).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
