// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.PemCertificateString;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A bundle of certificates.
 *
 * @param data the certificates as PEM, in base64; an empty text takes the bundle away, or null if
 *     it is not set
 * @param trusted whether the certificates are trusted; if not, they are distrusted, or null if it
 *     is not set
 */
public record CertificateBundle(
    @Setting("The certificates as PEM, in base64; an empty text takes the bundle away.")
        @Nullable PemCertificateString data,
    @Setting("Whether the certificates are trusted; if not, they are distrusted.")
        @Nullable Boolean trusted) {}
