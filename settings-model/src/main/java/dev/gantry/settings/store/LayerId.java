// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.LayerKind;
import java.util.Comparator;
import java.util.Objects;

/**
 * Which layer of the store. Layers are ordered by their kinds, and those of one kind by their
 * names, so {@code 20-team} is stronger than {@code 10-base}.
 *
 * @param kind the kind; not one of the defaults, since those come with the image
 * @param name the name among the layers of its kind
 */
public record LayerId(LayerKind kind, String name) implements Comparable<LayerId> {
  /** What was set through the API; the layer that transactions change unless they say otherwise. */
  public static final LayerId API = new LayerId(LayerKind.API, "api");

  /** What generators found out. */
  public static final LayerId GENERATED = new LayerId(LayerKind.GENERATED, "generated");

  private static final Comparator<LayerId> ORDER =
      Comparator.comparing(LayerId::kind).thenComparing(LayerId::name);

  /**
   * Creates an identity.
   *
   * @throws IllegalArgumentException if the kind is a default
   */
  public LayerId {
    Objects.requireNonNull(name, "name");
    if (kind.isDefault()) {
      throw new IllegalArgumentException("defaults are not stored: " + kind.title());
    }
  }

  @Override
  public int compareTo(LayerId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.title() + " " + name;
  }
}
