// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Content of snapshot metadata (TUF 4.4). Immutable.
 *
 * <p>Every entry is checked when the file is read, but stays in its canonical form: a repository
 * with hash bins lists thousands, of which a search needs a few.
 */
public final class SnapshotRole {
  private final CommonFields common;
  private final Entries files;

  private SnapshotRole(CommonFields common, Entries files) {
    this.common = common;
    this.files = files;
  }

  /**
   * A file that one snapshot lists and a later one does not, or with a lower version.
   *
   * @param fileName its name, for example {@code targets.json}
   * @param trusted what the one says
   * @param served what the later one says, if anything
   */
  public record Regression(String fileName, MetaFile trusted, Optional<MetaFile> served) {}

  /**
   * Reads the content of a file.
   *
   * @param envelope the file
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no snapshot metadata
   */
  public static SnapshotRole parse(Envelope envelope) throws GantryException {
    Fields signed = envelope.requireType(RoleNames.SNAPSHOT).signed(CommonFields.and());
    CommonFields common = CommonFields.parse(signed);
    Entries files = envelope.entries("meta");
    for (int i = 0; i < files.size(); i++) {
      MetaFile.parse(files, i);
    }
    String targets = RoleNames.TARGETS + ".json";
    if (files.find(targets).isEmpty()) {
      throw files.malformed(targets, "absent", "an entry (TUF 4.4)");
    }
    return new SnapshotRole(common, files);
  }

  /** Returns the version. */
  public long version() {
    return common.version();
  }

  /** Returns when the metadata expires. */
  public Instant expires() {
    return common.expires();
  }

  /** Returns the name of every listed file, for example {@code targets.json}, sorted by bytes. */
  public List<String> fileNames() {
    return files.names();
  }

  /**
   * Finds what the snapshot says of a role.
   *
   * @param roleName the role
   * @return its entry, or empty if it is not listed
   * @throws GantryException never, since entries were checked
   */
  public Optional<MetaFile> role(String roleName) throws GantryException {
    Optional<Fields> entry = files.find(roleName + ".json");
    return entry.isEmpty() ? Optional.empty() : Optional.of(MetaFile.parse(entry.get()));
  }

  /**
   * Looks for a file that this snapshot takes back (TUF 5.5.5).
   *
   * @param trusted the snapshot that was trusted before
   * @return the first file that is missing here or has a lower version
   * @throws GantryException never, since entries were checked
   */
  public Optional<Regression> regressionFrom(SnapshotRole trusted) throws GantryException {
    int here = 0;
    for (int i = 0; i < trusted.files.size(); i++) {
      int order = -1;
      while (here < files.size() && order < 0) {
        order = files.object().compareName(here, trusted.files.object(), i);
        here += order < 0 ? 1 : 0;
      }
      if (order == 0 && files.value(here).isSameAs(trusted.files.value(i))) {
        continue;
      }
      MetaFile before = MetaFile.parse(trusted.files, i);
      Optional<MetaFile> now =
          order == 0 ? Optional.of(MetaFile.parse(files, here)) : Optional.empty();
      if (now.isEmpty() || now.get().version() < before.version()) {
        return Optional.of(new Regression(trusted.files.names().get(i), before, now));
      }
    }
    return Optional.empty();
  }
}
