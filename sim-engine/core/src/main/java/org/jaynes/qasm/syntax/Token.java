package org.jaynes.qasm.syntax;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Kinds of tokens of both versions of the language. */
enum Token {
    END_OF_FILE("the end of the file"),
    IDENTIFIER("a name"),
    HARDWARE_QUBIT("a physical qubit such as $0"),
    INTEGER("an integer"),
    REAL("a number"),
    IMAGINARY("an imaginary number"),
    DURATION("a duration"),
    STRING("a string"),
    ANNOTATION("an annotation"),
    PRAGMA("a pragma"),

    SEMICOLON("';'"),
    COMMA("','"),
    COLON("':'"),
    DOT("'.'"),
    AT("'@'"),
    ARROW("'->'"),
    LEFT_PARENTHESIS("'('"),
    RIGHT_PARENTHESIS("')'"),
    LEFT_BRACKET("'['"),
    RIGHT_BRACKET("']'"),
    LEFT_BRACE("'{'"),
    RIGHT_BRACE("'}'"),

    PLUS("'+'"),
    PLUS_PLUS("'++'"),
    MINUS("'-'"),
    STAR("'*'"),
    STAR_STAR("'**'"),
    SLASH("'/'"),
    PERCENT("'%'"),
    AMPERSAND("'&'"),
    AMPERSAND_AMPERSAND("'&&'"),
    BAR("'|'"),
    BAR_BAR("'||'"),
    CARET("'^'"),
    TILDE("'~'"),
    EXCLAMATION("'!'"),
    SHIFT_LEFT("'<<'"),
    SHIFT_RIGHT("'>>'"),
    LESS("'<'"),
    LESS_EQUAL("'<='"),
    GREATER("'>'"),
    GREATER_EQUAL("'>='"),
    EQUAL_EQUAL("'=='"),
    NOT_EQUAL("'!='"),

    EQUAL("'='"),
    PLUS_EQUAL("'+='"),
    MINUS_EQUAL("'-='"),
    STAR_EQUAL("'*='"),
    SLASH_EQUAL("'/='"),
    PERCENT_EQUAL("'%='"),
    AMPERSAND_EQUAL("'&='"),
    BAR_EQUAL("'|='"),
    CARET_EQUAL("'^='"),
    TILDE_EQUAL("'~='"),
    STAR_STAR_EQUAL("'**='"),
    SHIFT_LEFT_EQUAL("'<<='"),
    SHIFT_RIGHT_EQUAL("'>>='"),

    OPENQASM("OPENQASM"),
    INCLUDE("include"),
    QREG("qreg"),
    CREG("creg"),
    GATE("gate"),
    IF("if"),
    MEASURE("measure"),
    RESET("reset"),
    BARRIER("barrier"),
    /** OpenQASM 2 only. */
    OPAQUE("opaque"),

    ARRAY("array"),
    ANGLE("angle"),
    BIT("bit"),
    BOOL("bool"),
    BOX("box"),
    BREAK("break"),
    CAL("cal"),
    CASE("case"),
    COMPLEX("complex"),
    CONST("const"),
    CONTINUE("continue"),
    CTRL("ctrl"),
    DEF("def"),
    DEFAULT("default"),
    DEFCAL("defcal"),
    DEFCALGRAMMAR("defcalgrammar"),
    DELAY("delay"),
    DIM("#dim"),
    DURATIONOF("durationof"),
    ELSE("else"),
    END("end"),
    EXTERN("extern"),
    FALSE("false"),
    FLOAT("float"),
    FOR("for"),
    GPHASE("gphase"),
    IN("in"),
    INPUT("input"),
    INT("int"),
    INV("inv"),
    LET("let"),
    MUTABLE("mutable"),
    NEGCTRL("negctrl"),
    NOP("nop"),
    OUTPUT("output"),
    POW("pow"),
    QUBIT("qubit"),
    READONLY("readonly"),
    RETURN("return"),
    STRETCH("stretch"),
    SWITCH("switch"),
    TRUE("true"),
    UINT("uint"),
    VOID("void"),
    WHILE("while"),
    DURATION_TYPE("duration");

    private static final Set<Token> WORDS = EnumSet.range(OPENQASM, DURATION_TYPE);
    private static final Set<Token> ASSIGNMENTS = EnumSet.range(EQUAL, SHIFT_RIGHT_EQUAL);

    /** Keywords of OpenQASM 2; everything else that looks like a name is one. */
    static final Map<String, Token> KEYWORDS_2 = keywords(EnumSet.range(OPENQASM, OPAQUE));

    /** Keywords of OpenQASM 3. */
    static final Map<String, Token> KEYWORDS_3 =
            keywords(WORDS.stream().filter(t -> t != OPAQUE).collect(Collectors.toSet()));

    private final String text;

    Token(String text) {
        this.text = text;
    }

    private static Map<String, Token> keywords(Set<Token> tokens) {
        return tokens.stream().collect(Collectors.toUnmodifiableMap(t -> t.text, t -> t));
    }

    boolean isKeyword() {
        return WORDS.contains(this);
    }

    /** Whether it assigns: {@code =} and its compounds. */
    boolean isAssignment() {
        return ASSIGNMENTS.contains(this);
    }

    /** Number of characters of an operator or separator. */
    int length() {
        return text.length() - 2;
    }

    /** The token as a message names it. */
    String description() {
        return isKeyword() ? "'" + text + "'" : text;
    }
}
