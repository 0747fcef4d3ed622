package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class PageCursorTest {

    @Test
    void survivesJavaSerialisation() throws IOException, ClassNotFoundException {
        PageCursor cursor = new PageCursor("https://a.example/é?x");
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(cursor);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(cursor);
        }
    }

    @Test
    void hasAUrl() {
        assertThatNullPointerException().isThrownBy(() -> new PageCursor(null)).withMessage("url");
    }

    @Test
    void isPrintedOnOneBoundedLine() {
        assertThat(new PageCursor("https://a.example/?secret=1")).hasToString("PageCursor[***]");
    }
}
