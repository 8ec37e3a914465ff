package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void shortWorkShowsNothing() {
        StringWriter err = new StringWriter();
        new Progress(new PrintWriter(err), "working", true).close();
        assertEquals("", err.toString());
    }

    @Test
    void longWorkShowsABarAndWipesItAway() throws InterruptedException {
        StringWriter err = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(err), "working", true)) {
            progress.done(1, 2);
            while (!err.toString().contains("s")) {
                Thread.sleep(20);
            }
        }
        assertTrue(err.toString().startsWith("\rworking [###############               ]  50 %, "), err.toString());
        assertTrue(err.toString().endsWith("\r\u001b[K"), err.toString());
    }

    @Test
    void moreThanAllIsAll() throws InterruptedException {
        StringWriter err = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(err), "working", true)) {
            progress.done(3, 2);
            while (!err.toString().contains("s")) {
                Thread.sleep(20);
            }
        }
        assertTrue(err.toString().contains("] 100 %"), err.toString());
    }

    @Test
    void nothingIsShownWhereNobodyLooks() throws InterruptedException {
        StringWriter err = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(err), "working", false)) {
            progress.done(1, 2);
        }
        assertEquals("", err.toString());
    }
}
