// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Client of The Update Framework. */
package dev.gantry.tuf;
