// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a settings record. The component's class says what the value may be:
 *
 * <ul>
 *   <li>{@link String}, {@link Boolean}, {@link Integer} (i32), {@link Long} (i64) and {@link
 *       Double};
 *   <li>a {@link ScalarValue}, or an enum whose constants are written in kebab case, or with the
 *       text that its {@code toString} gives if it has one of its own;
 *   <li>another record, a {@link java.util.List} or a {@link java.util.Map} of these;
 *   <li>a {@link UnionValue};
 *   <li>a {@link Secret} of any of these.
 * </ul>
 *
 * The name in settings is that of the component in kebab case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /**
   * Returns what the setting is for.
   *
   * @return one or two sentences for the reference
   */
  String value();

  /**
   * Returns the name in settings if it is not that of the component.
   *
   * @return the name, or an empty text
   */
  String name() default "";

  /**
   * Returns other names that are accepted.
   *
   * @return the names
   */
  String[] aliases() default {};

  /**
   * Tells whether the object must have it.
   *
   * @return whether it is required
   */
  boolean required() default false;

  /**
   * Tells whether the component takes all names that no other component has; it must be a map and
   * the last component.
   *
   * @return whether it is flattened
   */
  boolean others() default false;

  /**
   * Returns the least integer.
   *
   * @return the least value; values below that of the component's class do not matter
   */
  long min() default Long.MIN_VALUE;

  /**
   * Returns the greatest integer.
   *
   * @return the greatest value; values above that of the component's class do not matter
   */
  long max() default Long.MAX_VALUE;

  /**
   * Returns the first release of the model that had it.
   *
   * @return a version, or an empty text
   */
  String since() default "";

  /**
   * Returns what to do instead.
   *
   * @return a sentence, or an empty text if it is not deprecated
   */
  String deprecated() default "";
}
