// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Bottlerocket's data store on disk, read and written byte for byte. */
package dev.gantry.settings.datastore;
