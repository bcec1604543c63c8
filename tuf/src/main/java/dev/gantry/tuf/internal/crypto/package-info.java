// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Public keys of TUF metadata and what they verify. */
package dev.gantry.tuf.internal.crypto;
