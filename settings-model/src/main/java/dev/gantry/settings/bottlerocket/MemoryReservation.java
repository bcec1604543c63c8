// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.KubernetesMemoryReservationKey;
import dev.gantry.settings.scalar.KubernetesQuantityValue;
import dev.gantry.settings.schema.Setting;
import java.util.Map;

/**
 * Memory of a NUMA node that is kept from containers.
 *
 * @param enabled whether it is kept
 * @param limits how much is kept, by sort of memory
 */
public record MemoryReservation(
    @Setting(value = "Whether it is kept.", required = true) Boolean enabled,
    @Setting(value = "How much is kept, by sort of memory.", others = true)
        Map<KubernetesMemoryReservationKey, KubernetesQuantityValue> limits) {}
