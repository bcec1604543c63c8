// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.scalar.ValidBase64;
import dev.gantry.settings.schema.Secret;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of a registry: user name and password, or auth, or a token.
 *
 * @param registry the registry, or null if it is not set
 * @param username the user, or null if it is not set
 * @param password the password, or null if it is not set
 * @param auth user and password with a colon between, in base64, or null if it is not set
 * @param identitytoken A token that stands for the user, or null if it is not set
 */
public record RegistryCredential(
    @Setting("The registry.") @Nullable SingleLineString registry,
    @Setting("The user.") @Nullable SingleLineString username,
    @Setting("The password.") @Nullable Secret<SingleLineString> password,
    @Setting("User and password with a colon between, in base64.")
        @Nullable Secret<ValidBase64> auth,
    @Setting(value = "A token that stands for the user.", name = "identitytoken")
        @Nullable Secret<SingleLineString> identitytoken) {}
