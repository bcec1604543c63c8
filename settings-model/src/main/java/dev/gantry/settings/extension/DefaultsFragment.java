// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A part of the defaults of one or more variants: a document in TOML with the tables {@code
 * settings}, {@code generators} (by key, the command that makes the value), {@code
 * affected-services} (by key, the services that a change concerns), {@code services} and {@code
 * configuration-files}, all of them optional. Tables of later fragments are laid over those of
 * earlier ones, and lists are replaced.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class DefaultsFragment {
  private final String name;
  private final LayerKind kind;
  private final SettingsDocument document;

  private DefaultsFragment(String name, LayerKind kind, SettingsDocument document) {
    this.name = Objects.requireNonNull(name, "name");
    this.kind = kind;
    this.document = document;
  }

  /**
   * Reads a fragment. What is wrong with it is told when it is used, since only then the model is
   * known.
   *
   * @param name the name of its layer, for example {@code aws-tuf}
   * @param kind {@code VENDOR_DEFAULT} or {@code VARIANT_DEFAULT}
   * @param text the document in TOML
   * @return the fragment
   * @throws IllegalArgumentException if the kind is not that of a default, or the text is longer
   *     than {@link InputLimits#defaults()} allow
   */
  public static DefaultsFragment of(String name, LayerKind kind, String text) {
    if (!kind.isDefault()) {
      throw new IllegalArgumentException(kind.title() + " is not a default");
    }
    try {
      return new DefaultsFragment(
          name,
          kind,
          SettingsDocument.parse(
              name + ".toml", DocumentFormat.TOML, text, InputLimits.defaults()));
    } catch (LimitExceededException e) {
      throw new IllegalArgumentException("fragment " + name + " is too long", e);
    }
  }

  /**
   * Reads a fragment from a resource. In a module, its package must be open to {@code
   * dev.gantry.settings}: exported packages keep their resources to themselves.
   *
   * @param name the name of its layer
   * @param kind {@code VENDOR_DEFAULT} or {@code VARIANT_DEFAULT}
   * @param owner the class whose module has the resource
   * @param resource the resource as in {@link Class#getResourceAsStream}
   * @return the fragment
   * @throws IllegalArgumentException as for {@link #of}, or if the resource cannot be read
   */
  public static DefaultsFragment ofResource(
      String name, LayerKind kind, Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no resource "
                + resource
                + " beside "
                + owner.getName()
                + (owner
                        .getModule()
                        .isOpen(owner.getPackageName(), DefaultsFragment.class.getModule())
                    ? ""
                    : ", whose package must be open to "
                        + DefaultsFragment.class.getModule().getName()));
      }
      return of(name, kind, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read resource " + resource, e);
    }
  }

  /**
   * Returns the name.
   *
   * @return the name of the layer
   */
  public String name() {
    return name;
  }

  /**
   * Returns how strong the settings are.
   *
   * @return {@code VENDOR_DEFAULT} or {@code VARIANT_DEFAULT}
   */
  public LayerKind kind() {
    return kind;
  }

  /**
   * Returns the document.
   *
   * @return the document as it was read
   */
  public SettingsDocument document() {
    return document;
  }

  @Override
  public String toString() {
    return kind.title() + " " + name;
  }
}
