// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What the readers of documents share. */
package dev.gantry.settings.internal.document;
