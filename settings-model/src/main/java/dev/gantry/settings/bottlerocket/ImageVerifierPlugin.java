// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.ValidBase64Json;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that verifies images.
 *
 * @param trustpolicy its trust policy: a JSON document, in base64, or null if it is not set
 */
public record ImageVerifierPlugin(
    @Setting(value = "Its trust policy: a JSON document, in base64.", aliases = "trust-policy")
        @Nullable ValidBase64Json trustpolicy) {}
