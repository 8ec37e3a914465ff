package org.jaynes.decoder.matching;

import org.jaynes.decoder.dem.DemTarget;

/** Targets of an error as the text of a model shows them, for messages. */
final class DemText {
    private static final int LONGEST = 12;

    private DemText() {}

    static String of(long[] targets) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(targets.length, LONGEST); i++) {
            text.append(i == 0 ? "" : " ");
            if (targets[i] == DemTarget.SEPARATOR) {
                text.append('^');
            } else {
                text.append(DemTarget.isDetector(targets[i]) ? 'D' : 'L').append(DemTarget.number(targets[i]));
            }
        }
        return text.append(targets.length > LONGEST ? " ..." : "").toString();
    }
}
