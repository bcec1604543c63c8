// SPDX-License-Identifier: Apache-2.0 OR MIT
import com.sun.management.OperatingSystemMXBean;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.HttpFetcher;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.PassthroughCacheMetaStore;
import dev.sigstore.tuf.RootProvider;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.Updater;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** sigstore-java: BASE WORK RUNS [lookup|download NAME]; prints microseconds of each run. */
public class SigstoreJava {
  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[1]);
    OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (int run = 0; run < Integer.parseInt(args[2]); run++) {
      long cpu = os.getProcessCpuTime();
      long start = System.nanoTime();
      Path directory = Files.createDirectories(work.resolve("run-" + run));
      Path targets = Files.createDirectories(directory.resolve("targets"));
      FileSystemTufStore store =
          FileSystemTufStore.newFileSystemStore(
              Files.createDirectories(directory.resolve("store")), targets);
      Updater updater =
          Updater.builder()
              .setTrustedMetaStore(
                  TrustedMetaStore.newTrustedMetaStore(
                      PassthroughCacheMetaStore.newPassthroughMetaCache(store)))
              .setTargetStore(store)
              .setTrustedRootPath(RootProvider.fromFile(work.resolve("root.json")))
              .setMetaFetcher(
                  MetaFetcher.newFetcher(HttpFetcher.newFetcher(URI.create(args[0] + "metadata/"))))
              .setTargetFetcher(HttpFetcher.newFetcher(URI.create(args[0] + "targets/")))
              .build();
      updater.updateMeta();
      if (args.length > 3 && args[3].equals("download")) {
        updater.downloadTarget(args[4]);
        Files.delete(targets.resolve(args[4]));
      }
      System.out.println(
          (System.nanoTime() - start) / 1000 + " " + (os.getProcessCpuTime() - cpu) / 1000);
    }
  }
}
