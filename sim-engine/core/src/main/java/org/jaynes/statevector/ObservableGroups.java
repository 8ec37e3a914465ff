package org.jaynes.statevector;

import java.util.List;
import org.jaynes.execution.PauliGroup;
import org.jaynes.plan.Plan;

/**
 * Observables as they are read from the final state of a plan.
 *
 * @param groups for each observable its products, grouped by X mask in the index bits of the plan's layout
 */
record ObservableGroups(List<PauliSum> observables, Plan plan, List<List<PauliGroup>> groups) {
    static ObservableGroups of(List<PauliSum> observables, Plan plan) {
        return new ObservableGroups(
                List.copyOf(observables),
                plan,
                observables.stream().map(o -> o.groups(plan.layout())).toList());
    }

    /** Whether these are for the same objects: comparing thousands of terms would cost as much as grouping them. */
    @SuppressWarnings("ReferenceEquality")
    boolean areFor(List<PauliSum> others, Plan other) {
        if (plan != other || observables.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (observables.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }
}
