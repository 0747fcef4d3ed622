package com.example;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A text that is there in full or not at all, whenever the process dies. */
final class CheckpointFile {

    private final Path file;
    private final Path next;

    CheckpointFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    /** {@return the text saved last, or the empty text} */
    Mono<String> load() {
        return Mono.fromCallable(() -> Files.exists(file) ? Files.readString(file) : "")
                .subscribeOn(Schedulers.boundedElastic());
    }

    Mono<Void> save(String text) {
        return Mono.<Void>fromCallable(() -> {
                    Files.writeString(next, text, CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
                    Files.move(next, file, ATOMIC_MOVE);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
