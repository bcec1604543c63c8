// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.ApiRoute;
import dev.gantry.settings.server.HostBackend;
import dev.gantry.settings.server.SettingsApi;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description and the table by which the server answers. */
class OpenApiRoutesTest {
  @TempDir private Path dir;

  private List<ApiRoute> routes() throws Exception {
    SettingsStore store =
        SettingsStore.open(
            dir,
            StoreOptions.builder(
                    Version.parse("1.26.1"), InstantSource.fixed(Instant.ofEpochSecond(1)))
                .build());
    HostBackend nobody =
        (HostBackend)
            Proxy.newProxyInstance(
                HostBackend.class.getClassLoader(),
                new Class<?>[] {HostBackend.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    return new SettingsApi(store, BottlerocketModel.model(), Profile.STRICT, nobody).routes();
  }

  @Test
  void eachRouteOfTheServerIsDescribedAndNoOther() throws Exception {
    List<ApiRoute> routes = routes();
    SettingsTree description =
        SettingsTree.of(OpenApi.of(routes, BottlerocketModel.model(), Profile.STRICT, "1.26.1"));
    Set<String> described = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    for (var path : table(description, "paths").entries().entrySet()) {
      for (var operation : ((MapValue) path.getValue()).entries().entrySet()) {
        described.add(operation.getKey() + " " + path.getKey());
        MapValue about = (MapValue) operation.getValue();
        assertTrue(about.entries().containsKey("responses"));
        SettingValue id = Objects.requireNonNull(about.entries().get("operationId"));
        String name = ((SettingValue.StringValue) id).value();
        assertTrue(ids.add(name), "two operations are " + name);
      }
    }
    Set<String> served =
        routes.stream()
            .map(route -> route.method().toLowerCase(Locale.ROOT) + " " + route.path())
            .collect(Collectors.toSet());
    assertEquals(served, described);
    System.out.println("OpenAPI: " + described.size() + " operations");
  }

  @Test
  void theParametersAreThoseOfTheServer() throws Exception {
    List<ApiRoute> routes = routes();
    SettingsTree description =
        SettingsTree.of(OpenApi.of(routes, BottlerocketModel.model(), Profile.STRICT, "1.26.1"));
    for (ApiRoute route : routes) {
      SettingKey key =
          SettingKey.of(
              "paths", route.path(), route.method().toLowerCase(Locale.ROOT), "parameters");
      List<SettingValue> parameters =
          description.get(key).map(list -> ((ListValue) list).items()).orElse(List.of());
      assertEquals(
          route.parameters(),
          parameters.stream()
              .map(each -> ((MapValue) each).entries().get("name"))
              .map(name -> ((SettingValue.StringValue) name).value())
              .toList());
    }
  }

  @Test
  void bodiesAreDescribedForRoutesThatThereAre() throws Exception {
    Set<String> served = routes().stream().map(ApiRoute::toString).collect(Collectors.toSet());
    Set<String> strange = new TreeSet<>(OpenApiSchemas.known().keySet());
    strange.removeAll(served);
    assertEquals(Set.of(), strange);
  }

  private static MapValue table(SettingsTree tree, String... names) {
    return (MapValue) tree.get(SettingKey.of(names)).orElseThrow();
  }
}
