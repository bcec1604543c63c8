// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads how long a server wants to be left alone (RFC 9110, 10.2.3). Stateless. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

  /** What the header is called within this program. */
  private static final String HIDDEN = "Gantry-Retry-After";

  private RetryAfter() {}

  /**
   * Hides the header from OkHttp, which else fails on a number of ten digits, and asks again by
   * itself for a zero.
   */
  static Response hide(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String value = response.header("Retry-After");
    Response.Builder renamed =
        response.newBuilder().removeHeader("Retry-After").removeHeader(HIDDEN);
    return value == null ? renamed.build() : renamed.header(HIDDEN, value).build();
  }

  /**
   * Returns the seconds to wait; 0 if the answer says nothing, or nothing that can be read. A date
   * is taken relative to the server's own, so that the clock of the host does not matter.
   */
  static long seconds(Response response) {
    return seconds(response.header(HIDDEN), response.header("Date"));
  }

  /** Reads the header, and the date of the answer. */
  static long seconds(@Nullable String value, @Nullable String date) {
    if (value == null) {
      return 0;
    }
    if (SECONDS.matcher(value).matches()) {
      return Long.parseLong(value);
    }
    ZonedDateTime until = date(value);
    ZonedDateTime now = date(date);
    return until == null || now == null ? 0 : Math.max(0, Duration.between(now, until).toSeconds());
  }

  private static @Nullable ZonedDateTime date(@Nullable String text) {
    try {
      return text == null ? null : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    } catch (DateTimeException other) {
      return null;
    }
  }
}
