// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.ApiclientCommand;
import dev.gantry.settings.scalar.BootstrapMode;
import dev.gantry.settings.schema.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands that run at boot.
 *
 * @param commands the commands, each with apiclient as its first word, or null if it is not set
 * @param mode when to run: at no boot, at the next one, or at each one, or null if it is not set
 * @param essential whether the boot stops if a command fails, or null if it is not set
 */
public record BootstrapCommand(
    @Setting("The commands, each with apiclient as its first word.")
        @Nullable List<ApiclientCommand> commands,
    @Setting("When to run: at no boot, at the next one, or at each one.")
        @Nullable BootstrapMode mode,
    @Setting("Whether the boot stops if a command fails.") @Nullable Boolean essential) {}
