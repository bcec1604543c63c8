// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a walk over all targets roles of a view finds. Not thread-safe. */
final class ViewContents {
  private final Map<String, Long> roles = new LinkedHashMap<>();
  private final Set<TargetPath> paths = new LinkedHashSet<>();
  private final Set<String> unusable = new LinkedHashSet<>();

  static ViewContents of(TrustedView view) throws IOException {
    ViewContents contents = new ViewContents();
    view.walk().forEach(contents::add);
    return contents;
  }

  void add(TargetsRole role) {
    roles.put(role.name(), role.version());
    for (String name : role.paths()) {
      Optional<TargetPath> path = TargetPath.tryParse(name);
      path.ifPresentOrElse(paths::add, () -> unusable.add(name));
    }
  }

  /** Returns the versions of the targets role and of all delegated ones. */
  Map<String, Long> roles() {
    return roles;
  }

  /** Returns names that are listed but that are no paths of targets. */
  List<String> unusable() {
    return List.copyOf(unusable);
  }

  /** Returns what clients can find: a role may list what it is not trusted with. */
  List<Target> targets(TrustedView view) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (TargetPath path : paths) {
      view.find(path).ifPresent(targets::add);
    }
    return targets;
  }
}
