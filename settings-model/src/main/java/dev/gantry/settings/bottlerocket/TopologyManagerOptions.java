// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.MaxAllowableNumaNodesValue;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * How the kubelet aligns resources.
 *
 * @param preferClosestNumaNodes whether NUMA nodes that are close to one another are preferred, or
 *     null if it is not set
 * @param maxAllowableNumaNodes most NUMA nodes that the host may have, or null if it is not set
 */
public record TopologyManagerOptions(
    @Setting("Whether NUMA nodes that are close to one another are preferred.")
        @Nullable Boolean preferClosestNumaNodes,
    @Setting("Most NUMA nodes that the host may have.")
        @Nullable MaxAllowableNumaNodesValue maxAllowableNumaNodes) {}
