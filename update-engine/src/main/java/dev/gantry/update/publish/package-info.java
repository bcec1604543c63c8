// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Publishing releases into a signed repository, with the checks that come before signing. */
package dev.gantry.update.publish;
