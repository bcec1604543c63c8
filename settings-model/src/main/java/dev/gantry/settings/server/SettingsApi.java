// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.change.JsonPatchException;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.store.EditConflictException;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The API of a host over a store of settings, as a function from requests to answers: all routes of
 * Bottlerocket's API server but {@code /exec}, which is not a request with one answer, and some
 * that it lacks. A server of any kind can stand before it; it has to bound the size of edits.
 *
 * <p>Answers have the forms that Bottlerocket's have. Differences: a commit that would break a rule
 * is refused with all violations; a commit that others' commits contradict is refused with status
 * 409; {@code commit_and_apply} answers when services are restarted, and with status 500 and the
 * failures if some could not be; numbers and texts given as {@code key=value} are told apart by the
 * model; the key of a map gives all below it, and keys need no {@code settings.} before them; null
 * unsets; a key that is there twice, a key that a Bottlerocket data store cannot hold and a wrong
 * method are refused with status 400 and 405. If the request accepts {@code
 * application/problem+json}, refusals are written so (RFC 9457).
 *
 * <p>Settings are answered in the clear, secrets too, as Bottlerocket does: who can open the socket
 * may know them. Safe for use by many threads.
 */
public final class SettingsApi {
  private static final System.Logger LOG = System.getLogger(SettingsApi.class.getName());

  private final Map<String, Map<String, Route>> routes = new TreeMap<>();
  private final List<ApiRoute> table = new ArrayList<>();

  /**
   * Creates an API.
   *
   * @param store the settings; its {@linkplain dev.gantry.settings.store.CommitCheck check} decides
   *     what may be committed
   * @param model what settings there may be
   * @param profile how strictly values are checked that requests bring
   * @param backend the host behind it
   */
  public SettingsApi(
      SettingsStore store, SettingsModel model, Profile profile, HostBackend backend) {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(backend, "backend");
    new SettingsRoutes(store, SettingsEdits.of(model, profile)).addTo(this);
    new TransactionRoutes(store, backend).addTo(this);
    new HostRoutes(store, backend).addTo(this);
    new ActionRoutes(backend).addTo(this);
  }

  /** What answers the requests of one route. */
  interface Handler {
    ApiResponse answer(ApiRequest request) throws IOException, BadRequestException;
  }

  private record Route(ApiRoute route, Handler handler) {}

  void add(String method, String path, List<String> parameters, String summary, Handler handler) {
    add(new ApiRoute(method, path, parameters, summary, false), handler);
  }

  void addExtension(
      String method, String path, List<String> parameters, String summary, Handler handler) {
    add(new ApiRoute(method, path, parameters, summary, true), handler);
  }

  private void add(ApiRoute route, Handler handler) {
    table.add(route);
    routes
        .computeIfAbsent(route.path(), any -> new TreeMap<>())
        .put(route.method(), new Route(route, handler));
  }

  /**
   * Returns all routes.
   *
   * @return the routes, in the order of the reference
   */
  public List<ApiRoute> routes() {
    return List.copyOf(table);
  }

  /**
   * Answers a request.
   *
   * @param request the request
   * @return the answer; failures of all kinds are answers too
   */
  public ApiResponse answer(ApiRequest request) {
    Map<String, Route> methods = routes.get(request.path());
    if (methods == null) {
      return refusal(request, 404, "There is no " + request.path());
    }
    Route route = methods.get(request.method());
    if (route == null) {
      return refusal(
          request, 405, request.path() + " has only " + String.join(", ", methods.keySet()));
    }
    try {
      return route.handler().answer(request);
    } catch (BadRequestException e) {
      return refusal(request, e.status(), String.valueOf(e.getMessage()));
    } catch (InvalidSettingsException e) {
      return wantsProblem(request)
          ? Problems.refusal(400, e.violations())
          : ApiResponse.text(400, String.valueOf(e.getMessage()));
    } catch (HostApiException e) {
      return refusal(request, e.status(), e.answer());
    } catch (EditConflictException | StateConflictException e) {
      return refusal(request, 409, String.valueOf(e.getMessage()));
    } catch (MalformedDataException e) {
      boolean ours = e.code().equals("SETTINGS_STORE");
      if (ours) {
        LOG.log(System.Logger.Level.ERROR, "the store is damaged", e);
      }
      return refusal(request, ours ? 500 : 400, String.valueOf(e.getMessage()));
    } catch (MalformedKeyException | LimitExceededException | JsonPatchException e) {
      return refusal(request, 400, String.valueOf(e.getMessage()));
    } catch (GantryException e) {
      return refusal(request, 500, e.code() + ": " + e.getMessage());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot answer " + request, e);
      return refusal(request, 500, "The host cannot answer: " + e.getClass().getSimpleName());
    }
  }

  private static boolean wantsProblem(ApiRequest request) {
    return request.accept().contains("application/problem+json");
  }

  private static ApiResponse refusal(ApiRequest request, int status, String detail) {
    return wantsProblem(request)
        ? Problems.refusal(status, detail)
        : ApiResponse.text(status, detail);
  }
}
