// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Keys, signers and the editor that creates, changes and publishes a TUF repository. */
package dev.gantry.tuf.author;
