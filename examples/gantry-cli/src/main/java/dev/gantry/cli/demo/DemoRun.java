// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import dev.gantry.cli.HostState;
import dev.gantry.cli.ReleaseKeys;
import dev.gantry.core.Bytes;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.Version;
import dev.gantry.partition.layout.BottlerocketLayout;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.update.image.AssembledDisk;
import dev.gantry.update.image.DiskImageAssembler;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One run of the demo in one directory. */
public final class DemoRun {
  private static final int OS_GIB = 2;

  private final Path directory;
  private final Optional<Path> rootImage;
  private final ProgressListener progress;
  private final CancellationToken cancellation;
  private final VerityOptions options;
  private final Consumer<String> lines;
  private final Report report;

  /**
   * Prepares a run.
   *
   * @param directory an empty directory
   * @param rootImage a root file system, or empty to generate one
   * @param lines takes what a person reads
   * @param progress hears of progress
   * @param cancellation stops the run
   */
  public DemoRun(
      Path directory,
      Optional<Path> rootImage,
      Consumer<String> lines,
      ProgressListener progress,
      CancellationToken cancellation) {
    this.directory = directory;
    this.rootImage = rootImage;
    this.progress = progress;
    this.cancellation = cancellation;
    this.options = VerityOptions.builder().progress(progress).cancellation(cancellation).build();
    this.lines = lines;
    this.report = new Report(lines);
  }

  /**
   * Runs all steps.
   *
   * @return true if every expectation held
   * @throws IOException if a step cannot be done at all
   */
  public boolean run() throws IOException {
    long start = System.nanoTime();
    report.step("1. Keys, a signed repository, and a disk with 1.0.0 in slot A");
    Path work = Files.createDirectory(directory.resolve("work"));
    Path repositoryDirectory = Files.createDirectory(directory.resolve("repository"));
    SlotLayout layout = BottlerocketLayout.builder(OS_GIB, 1).build().osLayout();
    DemoRepository repository =
        new DemoRepository(
            repositoryDirectory,
            work,
            base(work),
            layout,
            ReleaseKeys.create(directory.resolve("keys"), KeyAlgorithm.ED25519),
            options,
            InstantSource.system());
    Bytes trustedRoot = repository.create();
    report.say("four Ed25519 keys, one for each of root, targets, snapshot and timestamp");
    Path disk = directory.resolve("disk.img");
    release(repository, Demo.FIRST, layout, Optional.of(disk));
    release(repository, Demo.GOOD, layout, Optional.empty());
    release(repository, Demo.BAD, layout, Optional.empty());

    try (DirectoryServer server = DirectoryServer.start(repositoryDirectory)) {
      report.say("repository served at " + server.uri());
      DemoHost host =
          new DemoHost(
              disk,
              new HostState(disk, directory.resolve("disk.img.state")),
              server.uri(),
              trustedRoot,
              progress,
              cancellation);
      Demo demo = new Demo(host, repository, report);
      demo.firstBoot();
      demo.update();
      demo.failAndFallBack();
      demo.cutThePower();
      release(repository, Demo.NEXT, layout, Optional.empty());
      demo.attack();
      demo.rollBack();
      report.say(server.requests() + " HTTP requests were served");
    }
    lines.accept("");
    lines.accept(
        String.format(
            Locale.ROOT,
            "demo: %s, in %.1f s",
            report.summary(),
            (System.nanoTime() - start) / 1e9));
    return report.allHeld();
  }

  private Path base(Path work) throws IOException {
    if (rootImage.isPresent()) {
      return rootImage.get();
    }
    Path generated = work.resolve("base.img");
    DemoRootImage.generate(generated);
    return generated;
  }

  private void release(
      DemoRepository repository, Version version, SlotLayout layout, Optional<Path> disk)
      throws IOException {
    ReleaseImages images = repository.build(version);
    report.say("release " + version + ": root hash " + images.configuration().rootHash().hex());
    if (disk.isPresent()) {
      AssembledDisk assembled =
          new DiskImageAssembler(layout, new SecureRandom())
              .options(options)
              .assemble(images, disk.get());
      report.say("disk image " + assembled.file() + ", " + OS_GIB + " GiB, sparse");
    }
    repository.publish(images);
  }

  /**
   * Returns all expectations.
   *
   * @return a JSON document
   */
  public String toJson() {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode();
    root.put("held", report.allHeld());
    ArrayNode expectations = root.putArray("expectations");
    report
        .expectations()
        .forEach(
            e ->
                expectations
                    .addObject()
                    .put("step", e.step())
                    .put("expectation", e.what())
                    .put("held", e.held()));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
