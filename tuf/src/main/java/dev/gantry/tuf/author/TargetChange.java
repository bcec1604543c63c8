// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.OptionalLong;

/**
 * A target that a role lists differently than before.
 *
 * @param role the role
 * @param path the path, as the metadata has it
 * @param kind what happened
 * @param oldLengthBytes the length before, if it was listed
 * @param newLengthBytes the length after, if it is listed
 */
public record TargetChange(
    String role,
    String path,
    ChangeKind kind,
    OptionalLong oldLengthBytes,
    OptionalLong newLengthBytes) {}
