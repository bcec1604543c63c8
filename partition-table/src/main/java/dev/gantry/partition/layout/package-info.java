// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Which partitions an image-based host has, where and how large: Bottlerocket's layouts, and the
 * same shape with sizes, labels and types of one's own.
 *
 * <p>{@link dev.gantry.partition.layout.BottlerocketLayout} is the preset, {@link
 * dev.gantry.partition.layout.SlotLayout} the general form.
 */
package dev.gantry.partition.layout;
