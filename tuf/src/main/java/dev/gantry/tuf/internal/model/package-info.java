// SPDX-License-Identifier: Apache-2.0 OR MIT

/** TUF metadata as parsed, strictly and without any trust. */
package dev.gantry.tuf.internal.model;
