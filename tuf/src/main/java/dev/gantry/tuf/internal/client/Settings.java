// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.tuf.KeyIdPolicy;
import dev.gantry.tuf.RootLimitPolicy;
import dev.gantry.tuf.TufLimits;

/**
 * What a client was told once for all of its cycles.
 *
 * @param limits what is accepted at most
 * @param rootLimit what happens after the most new roots of one cycle
 * @param keyIds what key ids have to be
 */
public record Settings(TufLimits limits, RootLimitPolicy rootLimit, KeyIdPolicy keyIds) {}
