package org.jaynes.qasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.ClassicalRegister;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.MatrixOperator;
import org.jaynes.circuit.MatrixUnitary;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.QubitRegister;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.StandardGate;
import org.jaynes.circuit.Termination;
import org.jaynes.circuit.VariableDeclaration;
import org.jaynes.circuit.WhileLoop;

/** Writes a circuit as an OpenQASM 3 program. */
final class OpenQasm3Writer {
    private final Circuit circuit;
    private final StringBuilder out = new StringBuilder();
    private final Set<String> taken = new HashSet<>(ReservedNames.ALL);
    private final List<String> qubits = new ArrayList<>();
    private final List<String> bits = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<StandardGate, String> definedGates = new HashMap<>();
    private final Map<MatrixUnitary, String> matrices = new HashMap<>();
    private final ExpressionWriter expressions;
    private int indent;

    OpenQasm3Writer(Circuit circuit) {
        this.circuit = circuit;
        this.expressions = new ExpressionWriter(circuit.classicalRegisters(), bits, variables, parameters);
    }

    String write() {
        out.append("OPENQASM 3.0;\ninclude \"stdgates.inc\";\n");
        for (String parameter : circuit.parameters()) {
            String name = name(parameter);
            parameters.put(parameter, name);
            out.append("input float ").append(name).append(";\n");
        }
        names();
        define(circuit.instructions());
        declare();
        if (circuit.globalPhase() != 0) {
            line("gphase(" + circuit.globalPhase() + ");");
        }
        circuit.instructions().forEach(this::instruction);
        return out.toString();
    }

    /** A name that the language allows and nothing else has. */
    private String name(String wanted) {
        StringBuilder clean = new StringBuilder(wanted.length());
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            boolean allowed = c < 128 && (c == '_' || Character.isLetterOrDigit(c));
            clean.append(allowed ? c : '_');
        }
        if (clean.isEmpty() || Character.isDigit(clean.charAt(0))) {
            clean.insert(0, '_');
        }
        String name = clean.toString();
        for (int i = 1; !taken.add(name); i++) {
            name = clean + "_" + i;
        }
        return name;
    }

    private void names() {
        for (QubitRegister register : circuit.qubitRegisters()) {
            String name = name(register.name());
            for (int i = 0; i < register.size(); i++) {
                qubits.add(name + "[" + i + "]");
            }
        }
        for (ClassicalRegister register : circuit.classicalRegisters()) {
            String name = name(register.name());
            for (int i = 0; i < register.size(); i++) {
                bits.add(name + "[" + i + "]");
            }
        }
        for (VariableDeclaration variable : circuit.variables()) {
            variables.add(name(variable.name()));
        }
    }

    private void declare() {
        for (QubitRegister register : circuit.qubitRegisters()) {
            line("qubit[" + register.size() + "] " + root(qubits.get(register.first())) + ";");
        }
        for (ClassicalRegister register : circuit.classicalRegisters()) {
            line("bit[" + register.size() + "] " + root(bits.get(register.first())) + ";");
        }
        for (int i = 0; i < circuit.variables().size(); i++) {
            line(circuit.variables().get(i).type() + " " + variables.get(i) + ";");
        }
    }

    private static String root(String element) {
        return element.substring(0, element.indexOf('['));
    }

    /** Definitions of the gates that the standard library lacks. */
    private void define(List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            switch (instruction) {
                case Gate gate -> define(gate);
                case Branch branch -> {
                    define(branch.whenTrue());
                    define(branch.whenFalse());
                }
                case WhileLoop loop -> define(loop.body());
                default -> {}
            }
        }
    }

    private void define(Gate gate) {
        switch (gate.unitary()) {
            case StandardGate standard -> {
                String body = GateTexts.definition(standard);
                if (body != null && !definedGates.containsKey(standard)) {
                    String name = name(standard.label());
                    definedGates.put(standard, name);
                    out.append("gate ").append(name).append(body).append('\n');
                }
            }
            case MatrixOperator operator -> throw new IllegalArgumentException(operator + " is not unitary");
            case MatrixUnitary matrix -> {
                if (!matrices.containsKey(matrix)) {
                    String name = name(matrix.label());
                    matrices.put(matrix, name);
                    out.append(MatrixTexts.definition(name, matrix)).append('\n');
                }
            }
        }
    }

    private void line(String text) {
        out.repeat("  ", indent).append(text).append('\n');
    }

    private void instruction(Instruction instruction) {
        switch (instruction) {
            case Gate gate -> gate(gate);
            case Measurement(int qubit, int bit) -> line(bits.get(bit) + " = measure " + qubits.get(qubit) + ";");
            case Reset(int qubit) -> line("reset " + qubits.get(qubit) + ";");
            case Noise _, ReadoutError _ -> throw new IllegalArgumentException("OpenQASM has no noise: " + instruction);
            case Barrier barrier -> {
                if (barrier.qubits().length > 0) {
                    line("barrier " + operands(barrier.qubits()) + ";");
                }
            }
            case Assignment assignment -> assignment(assignment);
            case Branch(Expression condition, List<Instruction> whenTrue, List<Instruction> whenFalse) -> {
                line("if (" + expressions.write(condition) + ") {");
                body(whenTrue);
                if (!whenFalse.isEmpty()) {
                    line("} else {");
                    body(whenFalse);
                }
                line("}");
            }
            case WhileLoop(Expression condition, List<Instruction> body) -> {
                line("while (" + expressions.write(condition) + ") {");
                body(body);
                line("}");
            }
            case Break() -> line("break;");
            case Continue() -> line("continue;");
            case Termination() -> line("end;");
        }
    }

    private void body(List<Instruction> instructions) {
        indent++;
        instructions.forEach(this::instruction);
        indent--;
    }

    private String operands(int[] numbers) {
        return String.join(", ", Arrays.stream(numbers).mapToObj(qubits::get).toList());
    }

    private void gate(Gate gate) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < gate.controlCount(); i++) {
            text.append(gate.controlValue(i) ? "ctrl @ " : "negctrl @ ");
        }
        text.append(
                switch (gate.unitary()) {
                    case StandardGate standard ->
                        definedGates.getOrDefault(standard, standard.label().toLowerCase(Locale.ROOT));
                    case MatrixOperator operator -> throw new IllegalArgumentException(operator + " is not unitary");
                    case MatrixUnitary matrix -> java.util.Objects.requireNonNull(matrices.get(matrix));
                });
        if (!gate.angles().isEmpty()) {
            List<String> angles = gate.angles().stream().map(expressions::write).toList();
            text.append('(').append(String.join(", ", angles)).append(')');
        }
        if (gate.qubits().length > 0) {
            text.append(' ').append(operands(gate.qubits()));
        }
        line(text.append(';').toString());
    }

    private void assignment(Assignment assignment) {
        String value = expressions.write(assignment.value());
        switch (assignment.target()) {
            case Assignment.ToVariable(Expression.Variable variable) ->
                line(variables.get(variable.index()) + " = " + value + ";");
            case Assignment.ToBits(Expression.BitRange range) -> bits(range, assignment.value());
            case Assignment.ToIndexedBit(Expression.BitRange range, Expression index) ->
                line(expressions.indexed(range, index) + " = " + value + ";");
            case Assignment.ToVariableBit(Expression.Variable variable, Expression index) ->
                line(variables.get(variable.index()) + "[" + expressions.write(index) + "] = " + value + ";");
        }
    }

    /** Bits that lie in several registers are taken from a copy, since the value may read them. */
    private void bits(Expression.BitRange range, Expression value) {
        String target = expressions.slice(range);
        if (target != null) {
            line(target + " = " + expressions.write(value) + ";");
            return;
        }
        String copy = name("copy");
        line("{");
        indent++;
        line("bit[" + range.count() + "] " + copy + " = " + expressions.write(value) + ";");
        for (int i = 0; i < range.count(); i++) {
            line(bits.get(range.first() + i) + " = " + copy + "[" + i + "];");
        }
        indent--;
        line("}");
        taken.remove(copy);
    }
}
