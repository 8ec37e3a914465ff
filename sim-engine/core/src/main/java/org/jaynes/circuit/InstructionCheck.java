package org.jaynes.circuit;

import java.util.List;
import java.util.Set;

/** Checks that instructions name only qubits, bits, variables and parameters that the circuit has. */
record InstructionCheck(int qubitCount, int bitCount, List<VariableDeclaration> variables, Set<String> parameters) {

    void check(Instruction instruction, boolean inLoop) {
        switch (instruction) {
            case Gate gate -> {
                if (gate.unitary() instanceof MatrixOperator) {
                    throw new IllegalArgumentException(gate + " is not unitary; channels are made of Noise");
                }
                for (int qubit : gate.qubits()) {
                    qubit(qubit, gate);
                }
                if (!gate.isConstant()) {
                    gate.angles().forEach(angle -> expression(angle, gate));
                }
            }
            case Measurement(int qubit, int bit) -> {
                qubit(qubit, instruction);
                bits(bit, 1, instruction);
            }
            case Reset(int qubit) -> qubit(qubit, instruction);
            case ReadoutError(int bit, double _, double _) -> bits(bit, 1, instruction);
            case Noise(Channel _, int[] qubits) -> {
                for (int qubit : qubits) {
                    qubit(qubit, instruction);
                }
            }
            case Barrier(int[] qubits) -> {
                for (int qubit : qubits) {
                    qubit(qubit, instruction);
                }
            }
            case Assignment assignment -> assignment(assignment);
            case Branch(Expression condition, List<Instruction> yes, List<Instruction> no) -> {
                expression(condition, "the condition of a branch");
                yes.forEach(i -> check(i, inLoop));
                no.forEach(i -> check(i, inLoop));
            }
            case WhileLoop(Expression condition, List<Instruction> body) -> {
                expression(condition, "the condition of a loop");
                body.forEach(i -> check(i, true));
            }
            case Break _, Continue _ -> {
                if (!inLoop) {
                    throw new IllegalArgumentException(instruction + " outside of a loop");
                }
            }
            case Termination _ -> {}
        }
    }

    private void assignment(Assignment assignment) {
        switch (assignment.target()) {
            case Assignment.ToVariable(Expression.Variable variable) -> expression(variable, assignment);
            case Assignment.ToBits(Expression.BitRange bits) -> expression(bits, assignment);
            case Assignment.ToIndexedBit(Expression.BitRange bits, Expression index) -> {
                expression(bits, assignment);
                expression(index, assignment);
            }
            case Assignment.ToVariableBit(Expression.Variable variable, Expression index) -> {
                expression(variable, assignment);
                expression(index, assignment);
            }
        }
        expression(assignment.value(), assignment);
    }

    private void expression(Expression expression, Object where) {
        switch (expression) {
            case Expression.Variable(int index, ClassicalType type) -> {
                if (index < 0
                        || index >= variables.size()
                        || !variables.get(index).type().equals(type)) {
                    throw new IllegalArgumentException("%s: variable %d of type %s is not one of the circuit's %d"
                            .formatted(where, index, type, variables.size()));
                }
            }
            case Expression.Parameter(String name) -> {
                if (!parameters.contains(name)) {
                    throw new IllegalArgumentException(
                            "%s: parameter %s is not declared; declare it with CircuitBuilder.parameter"
                                    .formatted(where, name));
                }
            }
            case Expression.BitRange(int first, int count) -> bits(first, count, where);
            default -> expression.operands().forEach(operand -> expression(operand, where));
        }
    }

    private void qubit(int qubit, Instruction where) {
        if (qubit < 0 || qubit >= qubitCount) {
            throw new IllegalArgumentException(
                    "%s: qubit %d does not exist; the circuit has %d".formatted(where, qubit, qubitCount));
        }
    }

    private void bits(int first, int count, Object where) {
        if (first < 0 || count < 1 || first > bitCount - count) {
            throw new IllegalArgumentException("%s: classical bits %d to %d do not exist; the circuit has %d"
                    .formatted(where, first, first + count - 1, bitCount));
        }
    }
}
