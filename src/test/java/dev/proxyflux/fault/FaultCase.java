package dev.proxyflux.fault;

import java.util.function.Consumer;

/**
 * One row of the table.
 *
 * @param name category and fault
 * @param setUp scripts the service and the client
 * @param check what must come of it, beside what every case promises
 */
record FaultCase(String name, Consumer<Scene> setUp, Consumer<Outcome> check) {

    void play() {
        try (Scene scene = new Scene()) {
            setUp.accept(scene);
            Outcome outcome = scene.run();
            check.accept(outcome);
            outcome.keepsThePromises();
        }
    }
}
