// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a role says of a target (TUF 4.5).
 *
 * @param lengthBytes exact length
 * @param digests every digest of a known algorithm, at least one
 * @param customJson the custom member as JSON, if there is one
 */
public record TargetFile(long lengthBytes, List<Digest> digests, Optional<String> customJson) {}
