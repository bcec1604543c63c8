// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.time.Duration;
import java.time.Instant;

/**
 * How one role of a repository stands.
 *
 * @param role its name
 * @param version the published version
 * @param expires when it expires
 * @param timeLeft from the time of the inspection until then; negative once it has expired
 * @param threshold how many distinct keys must sign
 * @param validSignatures how many have
 * @param keys how many keys the role has
 */
public record RoleReport(
    String role,
    long version,
    Instant expires,
    Duration timeLeft,
    int threshold,
    int validSignatures,
    int keys) {}
