package org.jaynes.qasm.lowering;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jaynes.qasm.syntax.Stmt;

/** Which names statements may give a value to. Names that are declared within are among them, which does no harm. */
final class AssignedNames {
    private final Set<String> names = new LinkedHashSet<>();

    private AssignedNames() {}

    static Set<String> of(List<Stmt> statements) {
        var found = new AssignedNames();
        statements.forEach(found::visit);
        return found.names;
    }

    private void visit(Stmt statement) {
        switch (statement) {
            case Stmt.Assignment assignment -> names.add(Variables.root(assignment.target()));
            case Stmt.Measurement measurement -> {
                if (measurement.target() != null) {
                    names.add(Variables.root(measurement.target()));
                }
            }
            case Stmt.If branch -> {
                branch.whenTrue().forEach(this::visit);
                branch.whenFalse().forEach(this::visit);
            }
            case Stmt.For loop -> loop.body().forEach(this::visit);
            case Stmt.While loop -> loop.body().forEach(this::visit);
            case Stmt.Block block -> block.body().forEach(this::visit);
            case Stmt.Switch choice -> {
                choice.cases().forEach(c -> c.body().forEach(this::visit));
                if (choice.otherwise() != null) {
                    choice.otherwise().forEach(this::visit);
                }
            }
            default -> {}
        }
    }
}
