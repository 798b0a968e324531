"""Invented postcode tables."""


def many(count: int) -> str:
    codes = (
        f"SW{1 + i // 9000} {i // 1000 % 9}{chr(65 + i // 26 % 26)}{chr(65 + i % 26)}" for i in range(count)
    )
    return "pcds,oslaua,pfa\n" + "".join(f"{each},E09000022,E23000001\n" for each in dict.fromkeys(codes))
