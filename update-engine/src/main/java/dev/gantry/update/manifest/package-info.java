// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The list of releases of a repository, {@code manifest.json}, byte-compatible with Bottlerocket's,
 * and the waves in which a fleet receives them.
 */
@org.jspecify.annotations.NullMarked
package dev.gantry.update.manifest;
